import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { contains, type Span } from "../../src/source/source-file.ts"
import { parseStatement } from "../../src/syntax/parse.ts"
import { splitStatements } from "../../src/syntax/split.ts"
import { isTrivia } from "../../src/syntax/token.ts"
import { tokenize } from "../../src/syntax/tokenize.ts"
import { openSqlite } from "./open-sqlite.ts"
import { printTree } from "./print-tree.ts"

/*
 * Each statement here is one that SQLite accepts. Every node of its tree starts and ends at a token, lies within its
 * parent, and its text alone, in a place where such a node may stand, parses to the same tree again.
 */

const folder = join(import.meta.dirname, "accepted")
const sqlite = openSqlite(readFileSync(join(folder, "schema.sql"), "utf8"))
const statements = statementsOf(readFileSync(join(folder, "statements.sql"), "utf8"))

function statementsOf(text: string): readonly string[] {
  const tokens = tokenize(text)
  return splitStatements(text, tokens).map((range) => text.slice(tokens[range.first]?.start, tokens[range.last]?.end))
}

/** The statement as it stands in the middle of a file, behind letters that take one, two and four bytes. */
const before = "-- é🚀\n  "

interface Node {
  readonly kind?: string
  readonly span: Span
}

interface Found {
  readonly node: Node
  readonly key: string
  readonly parent: Span
}

function nodesOf(value: unknown, key: string, parent: Span): readonly Found[] {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return []
  if (Array.isArray(value)) return value.flatMap((item) => nodesOf(item, key, parent))
  const own = "span" in value ? [{ node: value as Node, key, parent }] : []
  const span = own[0]?.node.span ?? parent
  const inner = Object.entries(value).filter(([name]) => name !== "span" && name !== "opSpan")
  return [...own, ...inner.flatMap(([name, field]) => nodesOf(field, name, span))]
}

const expressions = new Set(
  "literal column parameter unary binary is-null between like in exists subquery case cast collate call row".split(" "),
)

/** SQL in which the text of a node stands where such a node may stand; undefined for those that cannot stand alone. */
function around({ node, key }: Found, text: string): string | undefined {
  if ("quote" in node || (key === "value" && /^(?:ON|DELETE|DEFAULT)$/i.test(text))) return undefined
  if (key === "first" || key === "item")
    if (node.kind !== "core" && node.kind !== "values") return `SELECT * FROM ${text}`
  if (key === "set") return `SELECT x IN ${text}`
  if (node.kind !== undefined && expressions.has(node.kind)) return `SELECT (${text})`
  if (node.kind === "select" || node.kind === "core" || node.kind === "values") return text
  if (node.kind === "window") return `SELECT f() OVER ${text}`
  if (node.kind === "expression" || node.kind === "star" || node.kind === "table-star") return `SELECT ${text} FROM t`
  const wrapped: Readonly<Record<string, string>> = {
    from: `SELECT * FROM ${text}`,
    joins: `SELECT * FROM j ${text}`,
    with: `${text} SELECT 1`,
    tables: `WITH ${text} SELECT 1`,
    rows: `VALUES ${text}`,
    orderBy: `SELECT 1 ORDER BY ${text}`,
    target: `SELECT 1 ORDER BY ${text}`,
    primaryKey: `SELECT 1 ORDER BY ${text}`,
    uniques: `SELECT 1 ORDER BY ${text}`,
    assignments: `UPDATE t SET ${text}`,
    upserts: `INSERT INTO t VALUES (1) ${text}`,
    frame: `SELECT f() OVER (${text})`,
    checks: `CREATE TABLE t (a, ${text})`,
    column: `CREATE TABLE t (${text})`,
    columns: key === "columns" && "name" in node ? `CREATE TABLE t (${text})` : `CREATE INDEX i ON t (${text})`,
  }
  return wrapped[key]
}

/** Finds in a second tree the node that prints like the first one. */
function hasTwin(found: Found, sql: string, source: string): boolean {
  const { ast, parseError } = parseStatement(tokenize(sql))
  if (ast === undefined) throw new Error(`${parseError.message} in ${sql}`)
  const wanted = printTree(found.node, source, { spans: true })
  return nodesOf(ast, "", ast.span).some(({ node }) => printTree(node, sql, { spans: true }) === wanted)
}

test("there are enough statements, and all differ", () => {
  expect(new Set(statements).size).toBe(statements.length)
  expect(statements.length).toBeGreaterThan(120)
})

test.each(statements)("%s", (statement) => {
  expect(sqlite.prepare(statement).error).toBeUndefined()
  const source = before + statement
  const tokens = tokenize(source).filter((token) => token.start >= before.length)
  const { ast, parseError } = parseStatement(tokens)
  expect(parseError).toBeUndefined()
  if (ast === undefined) return
  const starts = new Set(tokens.filter((token) => !isTrivia(token)).map((token) => token.start))
  const ends = new Set(tokens.filter((token) => !isTrivia(token)).map((token) => token.end))
  for (const found of nodesOf(ast, "", ast.span)) {
    const { span } = found.node
    const text = source.slice(span.start, span.end)
    expect([text, starts.has(span.start), ends.has(span.end), contains(found.parent, span)]).toEqual([
      text,
      true,
      true,
      true,
    ])
    const sql = around(found, text)
    if (sql !== undefined && !isEdge(text)) expect([sql, hasTwin(found, sql, source)]).toEqual([sql, true])
  }
})

/** The number that is an integer only behind its minus sign means something else without it. */
function isEdge(text: string): boolean {
  return /^\(?9223372036854775808\)?$/.test(text)
}
