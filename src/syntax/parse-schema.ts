import type {
  AlterTableBody,
  CheckColumnConstraint,
  CheckTableConstraint,
  CreateTableStmt,
  CreateVirtualTableStmt,
  NamedColumnConstraint,
  NamedTableConstraint,
  ColumnDefinition as RawColumn,
} from "sqlite3-parser"
import type { Span } from "../source/source-file.ts"
import type { AlterAction, CheckConstraint, ColumnDefinition, CreateTableStatement, StatementNode } from "./ast.ts"
import {
  type Adapter,
  endOf,
  identifierOf,
  indexAt,
  type RawNode,
  type Source,
  spanOf,
  startBefore,
  writtenText,
} from "./parse-source.ts"
import { convertOrderTerms, convertTableName } from "./parse-table.ts"

/* Part of the adapter to the `sqlite3-parser` package: CREATE TABLE, ALTER TABLE, CREATE VIRTUAL TABLE. */

/** The package's bits of table options. */
const withoutRowid = 0x80
const strict = 0x10000

/** `CREATE TABLE t (...) STRICT`, `CREATE TABLE t AS SELECT ...` */
export function convertCreateTable(node: CreateTableStmt, span: Span, adapter: Adapter): CreateTableStatement {
  const body = node.body.type === "ColumnsAndConstraintsCreateTableBody" ? node.body : undefined
  const constraints = body?.constraints ?? []
  const flags = body?.flags ?? 0
  return {
    kind: "create-table",
    span,
    temporary: node.temporary,
    table: convertTableName(node.tblName, adapter),
    columns: (body?.columns ?? []).map((column) => convertColumn(column, adapter)),
    primaryKey: tableKeys(constraints, "PrimaryKeyTableConstraint", adapter)[0],
    uniques: tableKeys(constraints, "UniqueTableConstraint", adapter),
    checks: tableChecks(constraints, adapter),
    strict: (flags & strict) !== 0,
    withoutRowid: (flags & withoutRowid) !== 0,
    asSelect: node.body.type === "AsSelectCreateTableBody" ? adapter.select(node.body.select) : undefined,
  }
}

function tableKeys(
  constraints: readonly NamedTableConstraint[],
  type: "PrimaryKeyTableConstraint" | "UniqueTableConstraint",
  adapter: Adapter,
): CreateTableStatement["uniques"] {
  return constraints.flatMap(({ constraint }) =>
    constraint.type === type ? [convertOrderTerms(constraint.columns, adapter)] : [],
  )
}

function tableChecks(constraints: readonly NamedTableConstraint[], adapter: Adapter): readonly CheckConstraint[] {
  return constraints.flatMap(({ name, constraint }) =>
    constraint.type === "CheckTableConstraint" ? [convertCheck(name, constraint, adapter)] : [],
  )
}

/** `CONSTRAINT name CHECK (...)`: the package's span leaves out the name. */
function convertCheck(
  node: NamedTableConstraint["name"],
  constraint: CheckTableConstraint | CheckColumnConstraint,
  adapter: Adapter,
): CheckConstraint {
  const name = node && identifierOf(adapter, node)
  const span = spanOf(adapter, constraint)
  return {
    name,
    expression: adapter.expression(constraint.expr),
    span: name === undefined ? span : { start: startBefore(adapter, name.span.start), end: span.end },
  }
}

/** One column with its constraints, from its name to its last constraint. */
function convertColumn(node: RawColumn, adapter: Adapter): ColumnDefinition {
  const name = identifierOf(adapter, node.colName)
  const of = <T extends NamedColumnConstraint["constraint"]["type"]>(
    type: T,
  ): Extract<NamedColumnConstraint["constraint"], { readonly type: T }>[] =>
    node.constraints.flatMap(({ constraint }) => (isOfType(constraint, type) ? [constraint] : []))
  const key = of("PrimaryKeyColumnConstraint")[0]
  const fallback = of("DefaultColumnConstraint").at(-1)
  const generated = of("GeneratedColumnConstraint")[0]
  const collation = of("CollateColumnConstraint").at(-1)
  const reference = of("ForeignKeyColumnConstraint")[0]
  return {
    span: { start: name.span.start, end: endOf(adapter, node) },
    name,
    declaredType: node.colType === undefined ? undefined : declaredType(node.colType, adapter),
    notNull: of("NotNullColumnConstraint").some((constraint) => !constraint.nullable),
    primaryKey: key && { descending: key.order === "Desc", autoincrement: key.autoIncrement },
    unique: of("UniqueColumnConstraint").length > 0,
    default: fallback && adapter.expression(fallback.expr),
    generated: generated && (generated.typ?.name.toUpperCase() === "STORED" ? "stored" : "virtual"),
    generatedExpression: generated && adapter.expression(generated.expr),
    collation: collation && identifierOf(adapter, collation.collationName).text,
    checks: columnChecks(node.constraints, adapter),
    references: reference && identifierOf(adapter, reference.clause.tblName),
  }
}

function isOfType<C extends { readonly type: string }, T extends string>(
  constraint: C,
  type: T,
): constraint is Extract<C, { readonly type: T }> {
  return constraint.type === type
}

function columnChecks(constraints: readonly NamedColumnConstraint[], adapter: Adapter): readonly CheckConstraint[] {
  return constraints.flatMap(({ name, constraint }) =>
    constraint.type === "CheckColumnConstraint" ? [convertCheck(name, constraint, adapter)] : [],
  )
}

/** SQLite's grammar takes GENERATED ALWAYS into the type and takes it off again. */
function declaredType(node: RawNode, source: Source): string | undefined {
  const text = writtenText(source, spanOf(source, node)).replace(/\s*generated\s+always$/i, "")
  return text === "" ? undefined : text
}

/** What ALTER TABLE does, as far as a catalog needs to know. */
export function convertAlteration(node: AlterTableBody, adapter: Adapter): AlterAction {
  switch (node.type) {
    case "RenameToAlterTableBody":
      return { kind: "rename-table", to: identifierOf(adapter, node.name) }
    case "RenameColumnAlterTableBody":
      return { kind: "rename-column", from: identifierOf(adapter, node.old), to: identifierOf(adapter, node.new) }
    case "AddColumnAlterTableBody":
      return { kind: "add-column", column: convertColumn(node.column, adapter) }
    case "DropColumnAlterTableBody":
      return { kind: "drop-column", column: identifierOf(adapter, node.column) }
    case "DropColumnNotNullAlterTableBody":
    case "SetColumnNotNullAlterTableBody":
    case "AddConstraintAlterTableBody":
    case "DropConstraintAlterTableBody":
      return { kind: "other" }
  }
}

/** `CREATE VIRTUAL TABLE t USING fts5(a, tokenize = 'porter ascii')`: arguments as written, blanks kept to one. */
export function convertVirtualTable(node: CreateVirtualTableStmt, span: Span, adapter: Adapter): StatementNode {
  const module = identifierOf(adapter, node.moduleName)
  const table = convertTableName(node.tblName, adapter)
  return {
    kind: "create-virtual-table",
    span,
    table,
    module,
    args: moduleArguments(module.span.end, span.end, adapter),
  }
}

/** Pieces between the commas that stand in no inner parentheses. */
function moduleArguments(from: number, end: number, source: Source): readonly string[] {
  const args: string[] = []
  let depth = 0
  let start = from
  for (let i = indexAt(source, from); ; i++) {
    const token = source.tokens[i]
    if (token === undefined || token.start >= end) return args
    if (token.kind === "(" && depth++ === 0) start = token.end
    if (token.kind === ")") depth--
    if (depth > 1 || !(token.text === "," || (token.kind === ")" && depth === 0))) continue
    const text = writtenText(source, { start, end: token.start }).trim()
    if (text !== "" || token.text === ",") args.push(text)
    start = token.end
  }
}
