import { readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { build, type Plugin } from "esbuild"
import type { FunctionEntry } from "../../src/catalog/functions.ts"
import { isEquivalent } from "./equivalent.ts"
import type { Mutable } from "./judge.ts"
import { isRule, type Mutation, mutationsOf } from "./mutations.ts"

const root = resolve(import.meta.dirname, "../..")

/** The words for people are no inference, though inference reaches them. */
const messages = "src/analyze/messages.ts"

/** One change of the program: of a source file, or of a row of the function table. */
export type Mutant =
  | { readonly kind: "source"; readonly path: string; readonly mutation: Mutation; readonly line: number }
  | { readonly kind: "row"; readonly name: string; readonly what: string; readonly entry: FunctionEntry | undefined }

/** All mutants but those known to be equivalent: rows of the function table, then the rules in order of their files. */
export async function mutants(program: Mutable): Promise<readonly Mutant[]> {
  const rules = (await reachedFiles()).flatMap((path) => {
    const text = readFileSync(join(root, path), "utf8")
    return mutationsOf(path, text)
      .filter((mutation) => !isEquivalent(path, text, mutation))
      .map((mutation): Mutant => {
        return { kind: "source", path, mutation, line: text.slice(0, mutation.start).split("\n").length }
      })
  })
  return [...[...program.functions].flatMap(([name, entry]) => rowMutants(name, entry)), ...rules]
}

function rowMutants(name: string, entry: FunctionEntry): readonly Mutant[] {
  const row = (what: string, changed: FunctionEntry | undefined): Mutant => ({
    kind: "row",
    name,
    what,
    entry: changed,
  })
  const result = entry.result === "blob" ? "integer" : "blob"
  const mutated = [
    row("the row is missing", undefined),
    row("NULL rule", { ...entry, nulls: entry.nulls === "never" ? "maybe" : "never" }),
    row("result", { ...entry, result }),
  ]
  const told = entry.arguments.some((word) => word !== "any")
  return told ? [...mutated, row("arguments", { ...entry, arguments: ["any"] })] : mutated
}

/** A row of the function table; a rule as a whole, a guarded return or an arm of a switch; a part of a condition or choice. */
export type MutantKind = "row" | "rule" | "part"

export function kindOf(mutant: Mutant): MutantKind {
  if (mutant.kind === "row") return "row"
  return isRule(mutant.mutation) ? "rule" : "part"
}

/** The name of a mutant, with its place. */
export function nameOf(mutant: Mutant): string {
  if (mutant.kind === "row") return `src/catalog/functions.ts ${mutant.name}(): ${mutant.what}`
  const { start, end, text, what } = mutant.mutation
  const old = readFileSync(join(root, mutant.path), "utf8").slice(start, end).replace(/\s+/g, " ")
  return `${mutant.path}:${mutant.line} ${what}: \`${old.slice(0, 70)}\` -> \`${text.slice(0, 40)}\``
}

/** The program as it is, bundled from its sources. */
export async function originalProgram(): Promise<Mutable> {
  return bundled(new Map())
}

/** Runs something with a mutant in the program: bundled anew from its sources, or with another row in the table of the original. */
export async function withMutant<T>(mutant: Mutant, original: Mutable, run: (program: Mutable) => T): Promise<T> {
  if (mutant.kind === "source") {
    return run(await bundled(new Map([[join(root, mutant.path), mutated(mutant.path, mutant.mutation)]])))
  }
  const { name, entry } = mutant
  const row = original.functions.get(name)
  if (entry === undefined) original.functions.delete(name)
  else original.functions.set(name, entry)
  const answer = run(original)
  if (row !== undefined) original.functions.set(name, row)
  return answer
}

function mutated(path: string, { start, end, text }: Mutation): string {
  const source = readFileSync(join(root, path), "utf8")
  return source.slice(0, start) + text + source.slice(end)
}

/** The files of `src/analyze` that inference is made of. */
async function reachedFiles(): Promise<readonly string[]> {
  const { metafile } = await build({ ...options, metafile: true })
  const paths = Object.keys(metafile.inputs).filter((path) => path.startsWith("src/analyze/") && path !== messages)
  return paths.sort()
}

const options = {
  stdin: {
    contents: `export { inferStatement } from "./src/analyze/statement-types.ts"
      export { functions } from "./src/catalog/functions.ts"`,
    resolveDir: root,
  },
  absWorkingDir: root,
  bundle: true,
  write: false,
  format: "cjs",
  platform: "node",
  logLevel: "silent",
} as const

async function bundled(changes: ReadonlyMap<string, string>): Promise<Mutable> {
  const plugin: Plugin = {
    name: "mutant",
    setup({ onLoad }) {
      onLoad({ filter: /src.analyze/ }, ({ path }) => {
        const contents = changes.get(path)
        return contents === undefined ? undefined : { contents, loader: "ts" }
      })
    },
  }
  const { outputFiles } = await build({ ...options, plugins: [plugin] })
  const module: { exports: Partial<Mutable> } = { exports: {} }
  new Function("module", outputFiles[0]?.text ?? "")(module)
  const { inferStatement, functions } = module.exports
  if (inferStatement === undefined || functions === undefined) throw new Error("the bundle has no inference")
  return { inferStatement, functions }
}
