import { hasErrors } from "../../diagnostics/diagnostic.ts"
import { type ConfigFiles, readConfig } from "../config.ts"
import { loadConfigFiles } from "../load-project.ts"
import { manifestOf } from "../manifest.ts"
import { decide } from "./decide.ts"
import { stepsAfter } from "./next.ts"
import type { InitWishes, Planned, Refusal } from "./plan.ts"
import { planSettings } from "./settings.ts"
import { planSql } from "./sql.ts"

/** Finds out what the project in a folder needs, and no more than that. Reads, and writes nothing. */
export async function planInit(root: string, wishes: InitWishes): Promise<Planned> {
  const { value: files, diagnostics: unread } = loadConfigFiles(root)
  const { value: config, diagnostics } = readConfig(files)
  if (config === undefined || hasErrors(unread)) return { ok: false, diagnostics: [...unread, ...diagnostics] }
  const manifest = files.packageJson && manifestOf(files.packageJson)
  if (manifest === undefined) return { ok: false, refusal: noManifest(files) }
  const decided = decide(root, config, { manifest, wrangler: files.wrangler }, wishes)
  if (!decided.ok) return decided
  const settings = planSettings(files, manifest, decided.keys)
  const { value: final, diagnostics: wrong } = readConfig(settings.files)
  if (final === undefined) return { ok: false, diagnostics: wrong }
  const sql = await planSql(root, final)
  const changes = [...sql.changes, ...settings.changes]
  return {
    ok: true,
    plan: {
      notes: [...decided.notes, ...sql.notes, ...settings.notes],
      changes,
      next: stepsAfter(root, { manifest, config: final, wrangler: files.wrangler, changes }),
      diagnostics: sql.diagnostics,
    },
  }
}

function noManifest({ packageJson }: ConfigFiles): Refusal {
  return packageJson === undefined
    ? {
        message: "there is no package.json here",
        help: "go to the project or name it with `--cwd`; `npm init -y` makes a new one",
      }
    : { message: "package.json does not hold an object", help: "`npm init -y` in an empty folder shows what it holds" }
}
