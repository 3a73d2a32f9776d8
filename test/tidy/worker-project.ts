import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { build } from "esbuild"
import { tsc } from "./type-errors.ts"

/** What the type checker says of modules in a folder, with the options of `npm create cloudflare` and stricter ones. */
export function workerTypeErrors(folder: string, modules: readonly string[]): readonly string[] {
  const compilerOptions = {
    target: "es2024",
    lib: ["es2024"],
    module: "es2022",
    moduleResolution: "bundler",
    noEmit: true,
    isolatedModules: true,
    strict: true,
    skipLibCheck: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    types: ["@cloudflare/workers-types"],
  }
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: modules }))
  return tsc(folder)
}

/** One ES module with everything that a module in a folder imports. */
export async function bundle(folder: string, entry: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    logLevel: "silent",
  })
  return outputFiles[0]?.text ?? ""
}

/** The statements of a migration, split the simple way: no part of the compiler has a say. */
export function statementsOf(path: string): readonly string[] {
  const text = readFileSync(path, "utf8").replace(/--(?!>).*$/gm, "")
  return text
    .split(/;\s*$|--> statement-breakpoint/m)
    .filter((sql) => sql.replace(/\/\*[\s\S]*?\*\//g, "").trim() !== "")
}
