import { type Catalog, fold } from "../catalog/catalog.ts"
import { textOf } from "../source/source-file.ts"
import type { DeleteStatement, Expression, Identifier, Select, UpdateStatement } from "../syntax/ast.ts"
import type { Statement } from "../syntax/statement.ts"
import { isKeyword, isTrivia } from "../syntax/token.ts"
import { tokenize } from "../syntax/tokenize.ts"
import { keywordOutside, writeLimitAt } from "../syntax/write-limit.ts"
import { editedText } from "./statement-text.ts"

/**
 * `DELETE FROM t WHERE a ORDER BY b LIMIT 3` is, to SQLite too, `DELETE FROM t WHERE rowid IN (SELECT rowid FROM t WHERE a
 * ORDER BY b LIMIT 3)`: sqlite3LimitWhere() of https://sqlite.org/src/file/src/delete.c. So every SQLite can run it.
 * Undefined for other statements, and for what is not done so: views, UPDATE ... FROM, INDEXED BY, ORDER BY without LIMIT.
 */
export function plainWrite(statement: Statement, catalog: Catalog): Statement | undefined {
  const { ast } = statement
  if (ast?.kind !== "update" && ast?.kind !== "delete") return undefined
  const { limited, table, alias } = ast
  if (limited?.limit === undefined || (ast.kind === "update" && ast.from !== undefined)) return undefined
  const key = keyOf(table.name.text, catalog)
  if (key === undefined || namesIndex(statement)) return undefined
  const list = key.map(quoted).join(", ")
  const own = [table.schema, table.name].flatMap((part) => (part === undefined ? [] : [quoted(part.text)])).join(".")
  const operand = key.length === 1 ? list : `(${list})`
  const head = `${operand} IN (SELECT ${list} FROM ${own}${alias === undefined ? "" : ` AS ${quoted(alias.text)}`}`
  const places = placesOf(statement)
  const inserted = [
    places.condition === undefined
      ? { at: places.end, text: ` WHERE ${head}` }
      : { at: places.condition, text: `${head} WHERE ` },
    { at: places.end, text: ")" },
  ]
  const columns = key.map((text): Identifier => ({ text, span: table.name.span, quote: '"' }))
  return {
    ...statement,
    ast: { ...ast, limited: undefined, where: condition(ast, columns) },
    moved: { span: limited.span, inserted },
  }
}

/** `INDEXED BY i` would have to move too. */
function namesIndex({ file, span }: Statement): boolean {
  return tokenize(textOf(file, span)).some((token) => isKeyword(token, "INDEXED"))
}

/** Where the condition starts, if there is one, and where it, or what stands in front of it, ends: in the file. */
function placesOf({ file, span }: Statement): { readonly condition: number | undefined; readonly end: number } {
  const tokens = tokenize(textOf(file, span)).filter((token) => !isTrivia(token))
  const tail = writeLimitAt(tokens) ?? tokens.length
  const returning = keywordOutside(tokens, "RETURNING") ?? tail
  const where = keywordOutside(tokens, "WHERE")
  const condition = where === undefined ? undefined : tokens[where + 1]?.start
  return {
    condition: condition === undefined ? undefined : span.start + condition,
    end: span.start + (tokens[Math.min(returning, tail) - 1]?.end ?? 0),
  }
}

/** The text of such a statement as every SQLite takes it. */
export function plainWords(statement: Statement, catalog: Catalog): string | undefined {
  const plain = plainWrite(statement, catalog)
  return plain === undefined ? undefined : editedText(plain, []).sql.trimEnd()
}

/** The rowid, or the primary key of a table without one. */
function keyOf(table: string, catalog: Catalog): readonly string[] | undefined {
  const relation = catalog.relations.get(fold(table))
  if (relation === undefined || relation.kind === "view") return undefined
  if (relation.kind === "table" && relation.withoutRowid) {
    const key = relation.uniqueKeys.find((one) => one.primary)?.columns ?? []
    return key.flatMap((column) => (column === undefined ? [] : [column]))
  }
  const taken = new Set(relation.columns.map((column) => fold(column.name)))
  const rowid = ["rowid", "_rowid_", "oid"].find((name) => !taken.has(name))
  return rowid === undefined ? undefined : [rowid]
}

function condition(ast: UpdateStatement | DeleteStatement, columns: readonly Identifier[]): Expression {
  const { table, alias, where, limited } = ast
  const span = where?.span ?? limited?.span ?? ast.span
  const names = columns.map(
    (name): Expression => ({ kind: "column", span: name.span, schema: undefined, table: undefined, name }),
  )
  const [first] = names
  const select: Select = {
    kind: "select",
    span,
    with: undefined,
    first: {
      kind: "core",
      span,
      distinct: false,
      columns: names.map((expression) => ({ kind: "expression", span, expression, alias: undefined })),
      from: {
        span: table.span,
        first: { kind: "table", span: table.span, table, args: undefined, alias },
        joins: [],
      },
      where,
      groupBy: [],
      having: undefined,
      windows: [],
    },
    rest: [],
    orderBy: limited?.orderBy ?? [],
    limit: limited?.limit,
    offset: limited?.offset,
  }
  const operand: Expression =
    first !== undefined && names.length === 1 ? first : { kind: "row", span: table.span, items: names }
  return { kind: "in", span, not: false, operand, set: { kind: "select", select, span } }
}

function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/i.test(name) ? name : `"${name.replaceAll('"', '""')}"`
}
