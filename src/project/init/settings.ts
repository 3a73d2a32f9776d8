import type { SourceFile } from "../../source/source-file.ts"
import type { ConfigFiles } from "../config.ts"
import { addMembers, type Json } from "../json-edit.ts"
import type { Manifest } from "../manifest.ts"
import { ownScripts } from "../own-scripts.ts"
import type { InitChange, InitNote } from "./plan.ts"

/** The configuration files as they will be, and how they change. */
interface Settings {
  readonly files: ConfigFiles
  readonly changes: readonly InitChange[]
  readonly notes: readonly InitNote[]
}

/** Puts `keys` where the configuration stands (package.json when there is none), and our scripts into package.json. */
export function planSettings(files: ConfigFiles, manifest: Manifest, keys: Readonly<Record<string, string>>): Settings {
  const edits: Edit[] = []
  if (Object.keys(keys).length > 0) {
    const own = files.sqlgenJson === undefined
    const what = own ? `"sqlgen": ${oneLine(keys)}` : oneLine(keys)
    edits.push({ file: own ? "packageJson" : "sqlgenJson", path: own ? ["sqlgen"] : [], members: keys, what })
  }
  const missing = Object.entries(ownScripts).filter(([name]) => !manifest.scripts.has(name))
  if (missing.length > 0) {
    const names = missing.map(([name]) => `\`${name}\``)
    const what = `the script${names.length === 1 ? "" : "s"} ${names.join(", ")}`
    edits.push({ file: "packageJson", path: ["scripts"], members: Object.fromEntries(missing), what })
  }
  const { changes, ...rest } = edited(files, edits)
  const without = missing.length > 0 && !changes.some(({ what }) => what.some((each) => each.startsWith("the script")))
  const notes = without ? [{ kind: "kept", path: "package.json", text: "`scripts` is no object" } as const] : []
  return { ...rest, changes, notes: [...notes, ...otherScripts(manifest)] }
}

interface Edit {
  readonly file: "packageJson" | "sqlgenJson"
  readonly path: readonly string[]
  readonly members: Readonly<Record<string, Json>>
  readonly what: string
}

function edited(files: ConfigFiles, edits: readonly Edit[]): Pick<Settings, "files" | "changes"> {
  let after = files
  const changes = new Map<string, InitChange>()
  for (const { file: which, path, members, what } of edits) {
    const before: SourceFile | undefined = after[which]
    const text = before && addMembers(before.text, path, members)
    if (before === undefined || text === undefined) continue // something else stands there, which the configuration reports
    const known = changes.get(before.path)
    after = { ...after, [which]: { ...before, text } }
    changes.set(before.path, {
      path: before.path,
      before: known?.before ?? before.text,
      after: text,
      what: [...(known?.what ?? []), what],
    })
  }
  return { files: after, changes: [...changes.values()] }
}

/** Scripts that have our names and do something else. */
function otherScripts({ scripts }: Manifest): readonly InitNote[] {
  return Object.entries(ownScripts).flatMap(([name, command]): readonly InitNote[] => {
    const now = scripts.get(name)
    if (now === undefined || now === command) return []
    return [{ kind: "kept", path: "package.json", text: `the script \`${name}\` as it is: ${now}` }]
  })
}

function oneLine(keys: Readonly<Record<string, string>>): string {
  return `{ ${Object.entries(keys)
    .map(([key, value]) => `"${key}": "${value}"`)
    .join(", ")} }`
}
