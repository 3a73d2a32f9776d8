import { readFileSync } from "node:fs"
import { join } from "node:path"
import { build } from "esbuild"

/** The Worker of a wrangler.toml as one module. */
export interface Bundle {
  readonly main: string
  readonly compatibilityDate: string
  readonly code: string
}

/** Bundles the Worker that wrangler.toml names. The run time is taken from the sources, so that `dist/` need not be built. */
export async function bundleWorker(root: string): Promise<Bundle> {
  const wrangler = readFileSync(join(root, "wrangler.toml"), "utf8")
  const main = settingOf(wrangler, "main")
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [main],
    bundle: true,
    minify: true,
    keepNames: true,
    write: false,
    format: "esm",
    target: "es2023",
    alias: {
      "wonder-sql/runtime": join(root, "src/runtime/index.ts"),
      "wonder-sql/d1": join(root, "src/runtime/drivers/d1.ts"),
    },
    logLevel: "silent",
  })
  const code = outputFiles[0]?.text
  if (code === undefined) throw new Error(`esbuild made nothing of ${main}`)
  return { main, compatibilityDate: settingOf(wrangler, "compatibility_date"), code }
}

function settingOf(wrangler: string, key: string): string {
  const value = new RegExp(`^${key} = "([^"]*)"$`, "m").exec(wrangler)?.[1]
  if (value === undefined) throw new Error(`wrangler.toml does not set ${key}`)
  return value
}
