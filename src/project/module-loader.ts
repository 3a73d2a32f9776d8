import { existsSync, readFileSync, statSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, extname, join, relative, resolve } from "node:path"
import type { EmittedFile } from "../emit/emit-options.ts"

/** What a module gives. */
export type Exports = Readonly<Record<string, unknown>>

/** Runs modules of a project: generated text that lies on no disk, and what the user's own modules import. */
export interface ModuleLoader {
  /** `path` from the root of the project. Throws what the module throws, or that it cannot be found. */
  readonly load: (path: string) => Exports
  /** a module by the name that a file imports it by */
  readonly loadFrom: (specifier: string, importer: string) => Exports
}

/** TypeScript to a script that Node runs. */
type Transpile = (text: string, path: string) => string

/**
 * What turns TypeScript into a script, by the package that does: whichever the project has is taken.
 * https://esbuild.github.io/api/#transform https://github.com/microsoft/TypeScript/wiki/Using-the-Compiler-API
 */
export const transpilers: Readonly<
  Record<"esbuild" | "typescript", (require: NodeJS.Require) => Transpile | undefined>
> = { esbuild: withEsbuild, typescript: withTypeScript }

/** Undefined when the project has neither. */
export function transpilerOf(root: string): Transpile | undefined {
  const require = createRequire(join(root, "package.json"))
  return transpilers.esbuild(require) ?? transpilers.typescript(require)
}

function withEsbuild(require: NodeJS.Require): Transpile | undefined {
  const transform = required(require, "esbuild")?.["transformSync"]
  if (typeof transform !== "function") return undefined
  return (text, path) => {
    const loader = /\.[cm]?tsx?$/.test(path) ? "ts" : "js"
    return String(transform(text, { loader, format: "cjs", target: "node20", logLevel: "silent" }).code)
  }
}

function withTypeScript(require: NodeJS.Require): Transpile | undefined {
  // TypeScript 7 has no such function; who needs it beside that has version 6 by its other name
  const packages = ["typescript", "@typescript/typescript6"].map((name) => required(require, name))
  const transpile = packages.flatMap((found) => found?.["transpileModule"] ?? [])[0]
  if (typeof transpile !== "function") return undefined
  // CommonJS, ES2023; the numbers are TypeScript's own
  const compilerOptions = { module: 1, target: 10, esModuleInterop: true, allowJs: true }
  return (text, path) => String(transpile(text, { compilerOptions, fileName: path }).outputText)
}

function required(require: NodeJS.Require, name: string): Exports | undefined {
  try {
    return require(name)
  } catch {
    return undefined // the project does not have it
  }
}

/** `provided` are modules by the name under which they are imported: they are not looked for. */
export function moduleLoader(
  root: string,
  files: readonly EmittedFile[],
  transpile: Transpile,
  provided: ReadonlyMap<string, Exports>,
): ModuleLoader {
  const generated = new Map(files.map(({ path, text }) => [resolve(root, path), text]))
  const loaded = new Map<string, { exports: Exports }>()
  const loadFile = (path: string): Exports => {
    const known = loaded.get(path)
    if (known !== undefined) return known.exports
    const module = { exports: {} }
    loaded.set(path, module)
    const text = generated.get(path) ?? readFileSync(path, "utf8")
    if (extname(path) === ".json") module.exports = JSON.parse(text)
    else runScript(transpile(text, path), path, module, (specifier) => loadBy(specifier, path))
    return module.exports
  }
  const loadBy = (specifier: string, importer: string): Exports => {
    const given = provided.get(specifier)
    if (given !== undefined) return given
    if (!/^\.{0,2}\//.test(specifier)) return createRequire(importer)(specifier)
    return loadFile(fileNamed(resolve(dirname(importer), specifier), root, generated))
  }
  return {
    load: (path) => loadFile(resolve(root, path)),
    loadFrom: (specifier, importer) => loadBy(specifier, resolve(root, importer)),
  }
}

function runScript(
  code: string,
  path: string,
  module: { exports: Exports },
  require: (specifier: string) => Exports,
): void {
  const script = new Function("require", "module", "exports", "__filename", "__dirname", code)
  script(require, module, module.exports, path, dirname(path))
}

/** `./schemas.js` is `schemas.ts` on the disk, `./schemas` too. */
function fileNamed(path: string, root: string, generated: ReadonlyMap<string, string>): string {
  const bare = path.replace(/\.([cm]?)jsx?$/, ".$1ts")
  const candidates = [
    path,
    bare,
    bare.replace(/ts$/, "tsx"),
    `${path}.ts`,
    `${path}.js`,
    join(path, "index.ts"),
    join(path, "index.js"),
  ]
  const found = candidates.find((candidate) => generated.has(candidate) || isFile(candidate))
  if (found === undefined) throw new Error(`there is no module \`${relative(root, path)}\``)
  return found
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile()
}
