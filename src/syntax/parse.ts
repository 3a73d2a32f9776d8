import { type MaskFlag, type Stmt as RawStatement, withOptions } from "sqlite3-parser"
import type { Span } from "../source/source-file.ts"
import type { StatementNode, WriteLimit } from "./ast.ts"
import { convertExpression } from "./parse-expression.ts"
import { convertAlteration, convertCreateTable, convertVirtualTable } from "./parse-schema.ts"
import { convertSelect } from "./parse-select.ts"
import { type Adapter, identifierOf } from "./parse-source.ts"
import { convertOrderTerms, convertTableName } from "./parse-table.ts"
import { convertCommand, convertDelete, convertInsert, convertUpdate } from "./parse-write.ts"
import { withNamesForKeywords } from "./repair-keywords.ts"
import { isTrivia, type Token } from "./token.ts"
import { writeLimitAt } from "./write-limit.ts"

/*
 * The adapter to the `sqlite3-parser` package (parse*.ts and repair-keywords.ts; nothing else knows it). It repairs
 * three things: digit separators are off, WINDOW / OVER / FILTER are never names, and spans of list elements are wrong.
 */

/** Every part of the grammar that SQLite's usual builds have: all but WITHIN GROUP. */
const features: readonly MaskFlag[] = [
  "ALTER",
  "ANALYZE",
  "ATTACH",
  "AUTOINCR",
  "CAST",
  "COMPOUND",
  "CONFLICT",
  "EXPLAIN",
  "FKEY",
  "PRAGMA",
  "REINDEX",
  "SUBQUERY",
  "TRIGGER",
  "VACUUM",
  "VIEW",
  "VTAB",
  "AUTOVACUUM",
  "CTE",
  "UPSERT",
  "WINDOWFUNC",
  "GENCOL",
  "RETURNING",
]

const parser = withOptions({ digitSeparator: "_", flags: features })

/**
 * SQLite refuses expressions deeper than 1000; measured on 3.53 it takes at most 1245 nested nodes of any kind (tables in
 * parentheses) and 2493 parentheses. https://sqlite.org/limits.html#max_expr_depth
 */
const deepest = 1260
const mostParentheses = 2500

/** What the text alone does not say. */
export interface Meanings {
  /** offsets of names in double quotes that are text */
  readonly texts?: ReadonlySet<number>
  /** names of parameters that are lists */
  readonly lists?: ReadonlySet<string>
}

const none: ReadonlySet<never> = new Set()

/** What parsing a statement gives: a tree, or where and why it stopped. */
export type Parsed =
  | { readonly ast: StatementNode; readonly parseError: undefined }
  | { readonly ast: undefined; readonly parseError: { readonly message: string; readonly span: Span } }

/**
 * Parses one statement. `tokens` are all its tokens, from the first to the last before the `;`. Every span of the tree
 * is a span of the file. Never throws: what cannot be parsed is a `parseError`.
 */
export function parseStatement(tokens: readonly Token[], { texts = none, lists = none }: Meanings = {}): Parsed {
  const solid = tokens.filter((token) => !isTrivia(token))
  const first = solid[0]
  const last = solid.at(-1)
  if (first === undefined || last === undefined) return failed("empty statement", { start: 0, end: 0 })
  const wrong = solid.find((token) => token.kind === "illegal" || !token.closed)
  if (wrong !== undefined) return failed(unrecognized(wrong), { start: wrong.start, end: wrong.end })
  const span = { start: first.start, end: last.end }
  if (parenthesesDeep(solid) > mostParentheses) return failed("nested too deeply", span)
  const text = withNamesForKeywords(textForParser(tokens, first.start))
  const result = parser.parseStmt(text)
  const adapter = adapterFor(solid, first.start, { texts, lists })
  if (result.status !== "error") return converted(span, () => convertStatement(result.root, span, adapter))
  const tail = solid[writeLimitAt(solid) ?? solid.length]
  const limited = tail && limitedWrite(text, tail.start, span, adapter)
  return limited ?? failedAt(result.errors[0], span, last)
}

function converted(span: Span, convert: () => StatementNode): Parsed {
  try {
    return { ast: convert(), parseError: undefined }
  } catch (error) {
    if (error instanceof RangeError) return failed("nested too deeply", span)
    throw error
  }
}

/** An UPDATE or DELETE in two parts: what the package knows, and its ORDER BY and LIMIT as those of a SELECT. */
function limitedWrite(text: string, from: number, span: Span, adapter: Adapter): Parsed | undefined {
  const at = from - adapter.base
  const write = parser.parseStmt(text.slice(0, at))
  const tail = parser.parseStmt(`${"SELECT 1".padEnd(at)}${text.slice(at)}`)
  if (write.status === "error" || tail.status === "error" || tail.root.type !== "SelectStmt") return undefined
  const { root } = write
  const select = tail.root.body
  return converted(span, () => {
    const ast = convertStatement(root, span, adapter)
    const { orderBy, limit, offset } = adapter.select(select)
    const limited: WriteLimit = { span: { start: from, end: span.end }, orderBy, limit, offset }
    return ast.kind === "update" || ast.kind === "delete" ? { ...ast, limited } : ast
  })
}

/** SQLite's words; a token that is never closed may be the rest of the file, so only its start is shown. */
function unrecognized({ text }: Token): string {
  const shown = text.split("\n", 1)[0]?.slice(0, 40) ?? ""
  return `unrecognized token: "${shown}${shown.length < text.length ? "..." : ""}"`
}

function parenthesesDeep(tokens: readonly Token[]): number {
  let depth = 0
  let greatest = 0
  for (const { kind } of tokens) {
    if (kind === "(") greatest = Math.max(greatest, ++depth)
    else if (kind === ")") depth--
  }
  return greatest
}

function failed(message: string, span: Span): Parsed {
  return { ast: undefined, parseError: { message, span } }
}

/** The package's first error, at a token of the file; at the end of the text that is the last token. */
function failedAt(error: RawError | undefined, statement: Span, last: Token): Parsed {
  if (error === undefined) return failed("cannot be parsed", statement)
  const hint = error.hints?.[0]?.message
  const message = hint === undefined ? error.message : `${error.message} (${hint})`
  const start = statement.start + error.span.offset
  const inside = error.span.length > 0 && start + error.span.length <= statement.end
  return failed(message, inside ? { start, end: start + error.span.length } : { start: last.start, end: last.end })
}

type RawError = NonNullable<ReturnType<typeof parser.parseStmt>["errors"]>[number]

/** The tokens as text, at the same length; a byte order mark is a blank to SQLite and a name to the package. */
function textForParser(tokens: readonly Token[], start: number): string {
  let text = ""
  for (const token of tokens) {
    if (token.start >= start) text += token.kind === "space" ? token.text.replaceAll("\ufeff", " ") : token.text
  }
  return text
}

function adapterFor(tokens: readonly Token[], base: number, { texts, lists }: Required<Meanings>): Adapter {
  let depth = 0
  const adapter: Adapter = {
    tokens,
    base,
    texts,
    lists,
    expression: (node) => adapter.deeper(() => convertExpression(node, adapter)),
    select: (node) => adapter.deeper(() => convertSelect(node, adapter)),
    deeper: (convert) => {
      if (depth >= deepest) throw new RangeError("nested too deeply")
      depth++
      const converted = convert()
      depth--
      return converted
    },
  }
  return adapter
}

function convertStatement(node: RawStatement, span: Span, adapter: Adapter): StatementNode {
  switch (node.type) {
    case "SelectStmt":
      return { kind: "select-statement", span, select: adapter.select(node.body) }
    case "InsertStmt":
      return convertInsert(node, span, adapter)
    case "UpdateStmt":
      return convertUpdate(node, span, adapter)
    case "DeleteStmt":
      return convertDelete(node, span, adapter)
    case "CreateTableStmt":
      return convertCreateTable(node, span, adapter)
    case "CreateVirtualTableStmt":
      return convertVirtualTable(node, span, adapter)
    case "CreateViewStmt":
      return {
        kind: "create-view",
        span,
        temporary: node.temporary,
        view: convertTableName(node.viewName, adapter),
        columns: node.columns?.map((column) => identifierOf(adapter, column.colName)),
        select: adapter.select(node.select),
      }
    case "CreateIndexStmt":
      return {
        kind: "create-index",
        span,
        name: convertTableName(node.idxName, adapter),
        table: identifierOf(adapter, node.tblName),
        unique: node.unique,
        columns: convertOrderTerms(node.columns, adapter),
        where: node.whereClause && adapter.expression(node.whereClause),
      }
    case "CreateTriggerStmt":
      return {
        kind: "create-trigger",
        span,
        temporary: node.temporary,
        name: convertTableName(node.triggerName, adapter),
        table: convertTableName(node.tblName, adapter),
        when: node.whenClause && adapter.expression(node.whenClause),
        body: node.commands.map((command) => convertCommand(command, adapter)),
      }
    default:
      return convertOther(node, span, adapter)
  }
}

type Other = Exclude<
  RawStatement,
  {
    readonly type:
      | "SelectStmt"
      | "InsertStmt"
      | "UpdateStmt"
      | "DeleteStmt"
      | "CreateTableStmt"
      | "CreateVirtualTableStmt"
      | "CreateViewStmt"
      | "CreateIndexStmt"
      | "CreateTriggerStmt"
  }
>

function convertOther(node: Other, span: Span, adapter: Adapter): StatementNode {
  switch (node.type) {
    case "AlterTableStmt": {
      const table = convertTableName(node.tblName, adapter)
      return { kind: "alter-table", span, table, action: convertAlteration(node.body, adapter) }
    }
    case "DropTableStmt":
      return { kind: "drop", span, what: "table", name: convertTableName(node.tblName, adapter) }
    case "DropViewStmt":
      return { kind: "drop", span, what: "view", name: convertTableName(node.viewName, adapter) }
    case "DropIndexStmt":
      return { kind: "drop", span, what: "index", name: convertTableName(node.idxName, adapter) }
    case "DropTriggerStmt":
      return { kind: "drop", span, what: "trigger", name: convertTableName(node.triggerName, adapter) }
    case "PragmaStmt": {
      const name = convertTableName(node.name, adapter)
      return { kind: "pragma", span, name, value: node.body && adapter.expression(node.body.value) }
    }
    case "BeginStmt":
      return { kind: "transaction", span, what: "begin" }
    case "CommitStmt":
      return { kind: "transaction", span, what: "commit" }
    case "RollbackStmt":
      return { kind: "transaction", span, what: "rollback" }
    case "SavepointStmt":
      return { kind: "transaction", span, what: "savepoint" }
    case "ReleaseStmt":
      return { kind: "transaction", span, what: "release" }
    case "AttachStmt":
      return { kind: "other", span, what: "attach" }
    case "DetachStmt":
      return { kind: "other", span, what: "detach" }
    case "VacuumStmt":
      return { kind: "other", span, what: "vacuum" }
    case "AnalyzeStmt":
      return { kind: "other", span, what: "analyze" }
    case "ReindexStmt":
      return { kind: "other", span, what: "reindex" }
    case "ExplainStmt":
      return { kind: "other", span, what: "explain" }
  }
}
