import { join } from "node:path"
import ts from "@typescript/typescript6"
import { beforeAll, describe, expect, test } from "vitest"
import { renderText } from "../../src/diagnostics/render-text.ts"
import { build } from "../../src/project/build.ts"
import { loadProject } from "../../src/project/load-project.ts"
import { outputOf } from "../../src/project/run.ts"
import { diffOf, type OutputPlan } from "../../src/project/write.ts"
import { parseQueryFile } from "../../src/syntax/parse-file.ts"
import { sqlgen } from "../cli/in-process.ts"
import { filesUnder, root, textOf } from "./repository.ts"
import { type CompilerOptions, typeErrors } from "./type-errors.ts"

const generated = filesUnder("gen", ".ts")

describe("sql/", () => {
  const statements = filesUnder("sql/queries", ".sql").flatMap(
    (path) => parseQueryFile({ path, text: textOf(path) }).value,
  )

  test("is typed by inference, but for what JSON holds; no alias forces nullability", () => {
    const annotations = statements.flatMap(({ annotation }) => annotation ?? [])
    const typed = annotations
      .flatMap(({ params, columns }) => [...params, ...columns])
      .flatMap((one) => (one.type === undefined ? [] : one.name.text))
    const forced = statements.flatMap(
      ({ file, span }) => file.text.slice(span.start, span.end).match(/"[^"\n]*[!?]"/g) ?? [],
    )
    // what a caller must keep, no SQL can: `sqlgen verify` is told so; what a version is about, only people know
    const known = ["broken-word", "unversioned-update"]
    const silenced = annotations.flatMap(({ ignores }) => ignores).filter(({ code }) => !known.includes(code.text))
    expect({ queries: annotations.length > 20, typed, forced, silenced }).toEqual({
      queries: true,
      // compared with a value in a context and with a key of json_each: of any type, until a caller says what they look for
      typed: ["user_id", "key"],
      forced: [],
      silenced: [],
    })
  })

  test("has no column and no parameter of several types, says `sqlgen doctor`", async () => {
    const { out } = await sqlgen(root, ["doctor"])
    expect(out).toContain("wide-types         every column and parameter has one type")
  })

  test.each(["d1", "libsql"] as const)("compiles for %s without a finding", async (target) => {
    const { value: project } = loadProject(root)
    if (project === undefined) throw new Error("the project does not load")
    const { diagnostics } = await build({ ...project, config: { ...project.config, target } })
    expect(renderText(diagnostics, { color: false })).toBe("")
  })
})

describe("gen/", () => {
  let plan: OutputPlan

  beforeAll(async () => {
    const { value: project } = loadProject(root)
    if (project === undefined) throw new Error("the project does not load")
    plan = (await outputOf(project)).plan
  })

  test("is what sql/ compiles to now (npm run sqlgen)", () => {
    expect(diffOf(plan)).toBe("")
    expect(plan.unchanged.length).toBe(generated.length)
  })

  test("compiles under a lax tsconfig too (under ours: test/golden/types.test.ts)", () => {
    const entries = generated.map((path) => join(root, path))
    expect(typeErrors(new Map(), entries, laxOptions(), (path) => path.startsWith(join(root, "gen")))).toBe("")
  })

  test("has no any, no cast and no non-null assertion", () => {
    const loose = generated.flatMap((path) => looseIn(path))
    expect(loose).toEqual([])
  })

  test("says of each export what it is", () => {
    const silent = generated.filter((path) => !path.endsWith("/index.ts")).flatMap((path) => undocumentedIn(path))
    expect(silent).toEqual([])
  })

  test("imports the run time, its own @json modules and, in schemas, zod; never zod elsewhere", () => {
    const specifiers = generated.flatMap((path) =>
      [...textOf(path).matchAll(/ from "([^"]+)"/g)].map((match) => ({ path, to: match[1] ?? "" })),
    )
    const strange = specifiers.filter(({ path, to }) => {
      const allowed = path.endsWith(".schemas.ts") ? /^(?:zod$|\.\.?\/)/ : /^(?:wonder-sql\/runtime$|\.\.?\/)/
      return !allowed.test(to)
    })
    expect(strange).toEqual([])
  })
})

function laxOptions(): CompilerOptions {
  return {
    strict: false,
    noUncheckedIndexedAccess: false,
    exactOptionalPropertyTypes: false,
    noPropertyAccessFromIndexSignature: false,
    verbatimModuleSyntax: false,
    isolatedModules: false,
    isolatedDeclarations: false,
    declaration: false,
    declarationMap: false,
    erasableSyntaxOnly: false,
    rewriteRelativeImportExtensions: false,
    allowImportingTsExtensions: true,
    target: "es2020",
    lib: ["es2023"],
    module: "esnext",
    moduleResolution: "bundler",
  }
}

function sourceOf(path: string): ts.SourceFile {
  return ts.createSourceFile(path, textOf(path), ts.ScriptTarget.ES2023, true)
}

function looseIn(path: string): readonly string[] {
  const source = sourceOf(path)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    const cast = ts.isAsExpression(node) && node.type.getText(source) !== "const"
    if (
      cast ||
      ts.isTypeAssertionExpression(node) ||
      ts.isNonNullExpression(node) ||
      node.kind === ts.SyntaxKind.AnyKeyword
    ) {
      found.push(`${path}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${node.getText(source)}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** Exported constants and functions without a doc comment. */
function undocumentedIn(path: string): readonly string[] {
  return sourceOf(path).statements.flatMap((statement) => {
    const value = ts.isVariableStatement(statement) || ts.isFunctionDeclaration(statement)
    const exported = value && statement.modifiers?.some((word) => word.kind === ts.SyntaxKind.ExportKeyword) === true
    if (!exported || ts.getJSDocCommentsAndTags(statement).length > 0) return []
    return [`${path}: ${statement.getText().split("\n", 1)[0]}`]
  })
}
