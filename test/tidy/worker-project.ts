import { readFileSync } from "node:fs"
import { join, relative } from "node:path"
import { build } from "esbuild"
import ts from "typescript"

/** What the type checker says of modules in a folder, with the options of `npm create cloudflare` and stricter ones. */
export function workerTypeErrors(folder: string, modules: readonly string[]): readonly string[] {
  const entries = modules.map((path) => join(folder, path))
  const program = ts.createProgram(entries, {
    target: ts.ScriptTarget.ES2024,
    lib: ["lib.es2024.d.ts"],
    module: ts.ModuleKind.ES2022,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    noEmit: true,
    isolatedModules: true,
    strict: true,
    skipLibCheck: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    types: [join(folder, "node_modules/@cloudflare/workers-types")],
  })
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    return `${relative(folder, file?.fileName ?? "")} ${ts.flattenDiagnosticMessageText(messageText, "\n")}`
  })
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
