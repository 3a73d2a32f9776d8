import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import type { Expression } from "../../src/syntax/ast.ts"
import { parseSchemaFile } from "../../src/syntax/parse-file.ts"
import { childrenOf, walkExpression, walkStatement } from "../../src/syntax/walk.ts"

const text = readFileSync(join(import.meta.dirname, "accepted", "statements.sql"), "utf8")
const statements = parseSchemaFile({ path: "statements.sql", text }).value

const kinds = new Set(
  "literal column parameter unary binary is-null between like in exists subquery case cast collate call row raise".split(
    " ",
  ),
)

/** Every expression of a tree, by looking into every field. */
function everyExpression(value: unknown): readonly Expression[] {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return []
  const inner = Object.values(value).flatMap(everyExpression)
  const { kind } = value as { readonly kind?: string }
  return kind !== undefined && kinds.has(kind) && "span" in value && !isFromItem(value)
    ? [value as Expression, ...inner]
    : inner
}

/** `subquery` is also an entry of FROM. */
function isFromItem(value: object): boolean {
  return "alias" in value
}

test.each(statements.map((statement) => [text.slice(statement.span.start, statement.span.end), statement] as const))(
  "walks every expression once: %s",
  (_, { ast }) => {
    const seen: Expression[] = []
    if (ast !== undefined) walkStatement(ast, (node) => seen.push(node), { subqueries: true })
    expect(new Set(seen).size).toBe(seen.length)
    expect(new Set(seen)).toEqual(new Set(everyExpression(ast)))
  },
)

function expressionOf(sql: string): Expression {
  const ast = parseSchemaFile({ path: "a.sql", text: `SELECT ${sql}` }).value[0]?.ast
  const item =
    ast?.kind === "select-statement" && ast.select.first.kind === "core" ? ast.select.first.columns[0] : undefined
  if (item?.kind !== "expression") throw new Error(`no expression in ${sql}`)
  return item.expression
}

test("children stand in the order written", () => {
  const sql = "CASE a WHEN b THEN c ELSE d END"
  const spans = childrenOf(expressionOf(sql)).map(({ span }) => `SELECT ${sql}`.slice(span.start, span.end))
  expect(spans).toEqual(["a", "b", "c", "d"])
})

test("subqueries are left out unless asked for", () => {
  const node = expressionOf("a IN (SELECT b FROM (SELECT c)) AND EXISTS (SELECT d) OR (SELECT e)")
  const names = (subqueries: boolean): string => {
    const found: string[] = []
    walkExpression(node, (inner) => void (inner.kind === "column" && found.push(inner.name.text)), { subqueries })
    return found.join("")
  }
  expect([names(false), names(true)]).toEqual(["a", "abcde"])
})
