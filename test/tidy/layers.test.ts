import { posix } from "node:path"
import ts from "@typescript/typescript6"
import { describe, expect, test } from "vitest"
import { filesUnder, textOf } from "./repository.ts"

/** Which folder of `src/` may import which. This is the architecture; a change of it is explained in ARCHITECTURE.md. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  source: [],
  targets: [],
  runtime: [],
  engine: ["targets"],
  diagnostics: ["source"],
  syntax: ["source", "diagnostics"],
  catalog: ["source", "diagnostics", "syntax", "engine", "targets"],
  analyze: ["source", "diagnostics", "syntax", "catalog", "engine", "targets"],
  emit: ["source", "analyze"],
  verify: ["source", "syntax", "catalog", "engine", "analyze", "runtime"],
  project: ["source", "diagnostics", "syntax", "catalog", "engine", "targets", "analyze", "emit", "verify", "runtime"],
  cli: ["project", "diagnostics"],
  worker: ["gen"],
  index: ["project", "diagnostics"],
}

/** Packages and the folders or files that alone may know them. */
const packages: Readonly<Record<string, RegExp>> = {
  "sqlite3-parser": /^src\/syntax\/(?:parse|repair-)/,
  "@databases/split-sql-query": /^src\/syntax\/split\.ts$/,
  "@databases/sql": /^src\/syntax\/split\.ts$/,
  "@sqlite.org/sqlite-wasm": /^src\/engine\/sqlite-(?:wasm|347)\.ts$/,
  "fastest-levenshtein": /^src\/diagnostics\/suggest\.ts$/,
  chokidar: /^src\/project\/watcher\.ts$/,
  commander: /^src\/cli\//,
  picomatch: /^src\/project\/migrations\.ts$/,
  zod: /^src\/worker\//,
}

interface Import {
  readonly from: string
  readonly to: string
  readonly typeOnly: boolean
}

const files = filesUnder("src", ".ts")
const imports = files.flatMap((path) => importsOf(path))

describe("layers", () => {
  test("every import stays within the table", () => {
    const crossing = imports.flatMap(({ from, to }) => {
      if (!to.startsWith("src/") && !to.startsWith("gen/")) return []
      const [own, other] = [folderOf(from), folderOf(to)]
      return own === other || mayImport[own]?.includes(other) === true ? [] : [`${from} imports ${to}`]
    })
    expect(crossing).toEqual([])
  })

  test("the table has no row and no word that the code does not use", () => {
    const used = new Map<string, Set<string>>()
    for (const { from, to } of imports) {
      const own = folderOf(from)
      used.set(own, (used.get(own) ?? new Set()).add(folderOf(to)))
    }
    const idle = Object.entries(mayImport).flatMap(([own, others]) =>
      others.filter((other) => used.get(own)?.has(other) !== true).map((other) => `${own} -> ${other}`),
    )
    expect(idle).toEqual([])
    expect([...new Set(files.map(folderOf))].sort()).toEqual(Object.keys(mayImport).sort())
  })

  test("packages are known only where the table says", () => {
    const strays = imports.filter(({ from, to }) => {
      const where = packages[packageOf(to)]
      return where !== undefined && !where.test(from)
    })
    expect(strays.map(({ from, to }) => `${from} imports ${to}`)).toEqual([])
  })

  test("only project/ makes an engine", () => {
    const makers = imports.filter(({ from, to }) => to === "src/engine/sqlite-wasm.ts" && folderOf(from) !== "engine")
    expect([...new Set(makers.map(({ from }) => folderOf(from)))]).toEqual(["project"])
  })

  test("analysis takes the engine as a type only", () => {
    const values = imports.filter(
      ({ from, to, typeOnly }) => folderOf(from) === "analyze" && folderOf(to) === "engine" && !typeOnly,
    )
    expect(values).toEqual([])
  })

  test("pure phases touch neither disk, process nor clock", () => {
    const pure = ["source", "diagnostics", "syntax", "catalog", "analyze", "emit", "verify", "targets", "runtime"]
    const nodes = imports.filter(({ from, to }) => pure.includes(folderOf(from)) && to.startsWith("node:"))
    expect(nodes.map(({ from, to }) => `${from} imports ${to}`)).toEqual([])
    const impure = files.filter(
      (path) =>
        pure.includes(folderOf(path)) &&
        folderOf(path) !== "runtime" &&
        /\b(?:process\.|Date\.now|new Date\(\)|Math\.random|toLocale|localeCompare|Intl\.(?!Segmenter))/.test(
          textOf(path),
        ),
    )
    expect(impure).toEqual([])
  })
})

function importsOf(path: string): readonly Import[] {
  const source = ts.createSourceFile(path, textOf(path), ts.ScriptTarget.ES2023, true)
  const found: Import[] = []
  const add = (specifier: ts.Node | undefined, typeOnly: boolean): void => {
    if (specifier === undefined || !ts.isStringLiteral(specifier)) return
    const relative = specifier.text.startsWith(".")
    const to = relative ? posix.join(posix.dirname(path), specifier.text) : specifier.text
    found.push({ from: path, to, typeOnly })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node))
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword)
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly)
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** `src/analyze/infer.ts` -> `analyze`, `src/index.ts` -> `index`, `gen/claims.ts` -> `gen`, `zod` -> `zod`. */
function folderOf(path: string): string {
  const [top = "", folder = ""] = path.split("/")
  return top === "src" ? folder.replace(/\.ts$/, "") : top
}

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/")
}
