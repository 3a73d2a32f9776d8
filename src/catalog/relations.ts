import type { Engine } from "../engine/engine.ts"
import type { CreateTableStatement } from "../syntax/ast.ts"
import { affinityOf } from "./affinity.ts"
import { type Check, type Column, fold, type Place, type Relation, type Table, type UniqueKey } from "./catalog.ts"
import type { Declarations, Declared } from "./declarations.ts"
import { type Definition, definitionOf } from "./definition.ts"
import { comesBack } from "./foreign-key-actions.ts"
import type { Stored, StoredColumn, StoredIndex, StoredRelation } from "./read-back.ts"

/** Joins what SQLite tells of a relation with what the migrations' text knows. */
export function relationOf(stored: StoredRelation, all: Stored, declarations: Declarations, engine: Engine): Relation {
  const declared = declarations.relations.get(fold(stored.name))
  const definition = definitionOf(stored.sql, declared?.statement, stored.name)
  switch (stored.kind) {
    case "table":
      return tableOf(stored, all, declarations, declared, definition)
    case "view":
      return viewOf(stored, declared, definition, engine)
    case "virtual":
      return {
        kind: "virtual",
        name: stored.name,
        module: definition?.ast.kind === "create-virtual-table" ? fold(definition.ast.module.text) : "unknown",
        content: definition?.ast.kind === "create-virtual-table" ? contentOf(definition.ast.args) : undefined,
        columns: stored.columns.map((column) => columnOf(column, stored, declared, undefined)),
        place: declared?.place,
      }
  }
}

function tableOf(
  stored: StoredRelation,
  all: Stored,
  declarations: Declarations,
  declared: Declared | undefined,
  definition: Definition | undefined,
): Table {
  const ast = definition?.ast.kind === "create-table" ? definition.ast : undefined
  const columns = stored.columns.map((column) => columnOf(column, stored, declared, ast))
  return {
    kind: "table",
    name: stored.name,
    strict: stored.strict,
    withoutRowid: stored.withoutRowid,
    columns,
    checks: checksOf(ast, definition, declared),
    uniqueKeys: uniqueKeysOf(stored, columns, all, declarations),
    foreignKeys: stored.foreignKeys,
    place: declared?.place,
    skipsRows: skipsRows(stored, all),
    updatesBefore: (all.triggers.get(fold(stored.name)) ?? []).some((sql) => /BEFORE\s+UPDATE/i.test(sql)),
    changesItself: comesBack(all.actingChildren, stored.name),
    ...tableAnnotations(declared),
  }
}

function columnOf(
  stored: StoredColumn,
  relation: StoredRelation,
  declared: Declared | undefined,
  ast: CreateTableStatement | undefined,
): Column {
  const key = fold(stored.name)
  const written = declared?.columns.get(key)
  const rowidAlias = isRowidAlias(stored, relation)
  const definition = ast?.columns.find((column) => fold(column.name.text) === key)
  const anything = relation.strict && fold(stored.type) === "any"
  return {
    name: stored.name,
    declaredType: stored.type === "" ? undefined : stored.type,
    affinity: anything ? "BLOB" : affinityOf(stored.type),
    notNull: stored.notNull || rowidAlias,
    rowidAlias,
    hasDefault: stored.hasDefault,
    default: definition?.default,
    generated: stored.hidden >= 2,
    hidden: stored.hidden === 1,
    generatedAs: definition?.generatedExpression,
    collation: definition?.collation,
    annotation: written?.annotation,
    declaredAt: written?.place,
  }
}

/** The primary key of a rowid table that needs no index is the rowid. https://sqlite.org/lang_createtable.html#rowid */
function isRowidAlias(column: StoredColumn, relation: StoredRelation): boolean {
  return (
    relation.kind === "table" &&
    !relation.withoutRowid &&
    column.key === 1 &&
    !relation.indexes.some((index) => index.origin === "pk")
  )
}

type WrittenCheck = CreateTableStatement["checks"][number]

function checksOf(
  ast: CreateTableStatement | undefined,
  definition: Definition | undefined,
  declared: Declared | undefined,
): readonly Check[] {
  if (ast === undefined || definition === undefined) return []
  const inMigration = definition.file === declared?.statement.file
  const placed = ({ name, expression, span }: WrittenCheck, fallback: Place | undefined): Check => ({
    name: name?.text,
    expression,
    place: inMigration ? { file: definition.file, span } : fallback,
  })
  return [
    ...ast.columns.flatMap((column) =>
      column.checks.map((check) => placed(check, declared?.columns.get(fold(column.name.text))?.place)),
    ),
    ...ast.checks.map((check) => placed(check, declared?.place)),
  ]
}

function uniqueKeysOf(
  stored: StoredRelation,
  columns: readonly Column[],
  all: Stored,
  declarations: Declarations,
): readonly UniqueKey[] {
  const alias = columns.find((column) => column.rowidAlias)
  const own: UniqueKey[] =
    alias === undefined ? [] : [{ columns: [alias.name], where: undefined, primary: true, what: "PRIMARY KEY" }]
  const indexes = stored.indexes.filter((index) => comparesLikeColumns(index, columns))
  for (const index of indexes) {
    const where = index.partial ? whereOf(index, all, declarations) : undefined
    if (index.partial && where === undefined) continue
    const names = index.columns.map((column) => column.name)
    own.push({ columns: names, where, primary: index.origin === "pk", what: keyWords(index) })
  }
  return own.sort((a, b) => Number(b.primary) - Number(a.primary))
}

/**
 * `column = value` compares by the column's collation, an index tells values apart by its own. Equal values must be equal
 * to the index: the collations are the same, or the column's is BINARY, which is the finest.
 */
function comparesLikeColumns(index: StoredIndex, columns: readonly Column[]): boolean {
  return index.columns.every((part) => {
    if (part.name === undefined) return true
    const name = fold(part.name)
    const own = fold(columns.find((column) => fold(column.name) === name)?.collation ?? "BINARY")
    return own === "binary" || own === fold(part.collation)
  })
}

function whereOf(index: StoredIndex, all: Stored, declarations: Declarations): UniqueKey["where"] {
  const key = fold(index.name)
  const definition = definitionOf(all.indexes.get(key), declarations.indexes.get(key), index.name)
  return definition?.ast.kind === "create-index" ? definition.ast.where : undefined
}

function keyWords(index: StoredIndex): string {
  switch (index.origin) {
    case "pk":
      return "PRIMARY KEY"
    case "u":
      return `UNIQUE (${index.columns.map((column) => column.name ?? "an expression").join(", ")})`
    case "c":
      return `unique index \`${index.name}\``
  }
}

/** By words alone: a comment that says so makes the answer wider, never wrong. https://sqlite.org/lang_conflict.html */
function skipsRows(stored: StoredRelation, all: Stored): boolean {
  const triggers = all.triggers.get(fold(stored.name)) ?? []
  return /ON\s+CONFLICT\s+IGNORE/i.test(stored.sql ?? "") || triggers.some((sql) => /RAISE\s*\(\s*IGNORE/i.test(sql))
}

/** `searchedBy` is known once every relation is. */
function tableAnnotations(
  declared: Declared | undefined,
): Pick<Table, "searchedBy" | "appendOnly" | "versioned" | "leased" | "size"> {
  const annotations = declared?.statement.schemaAnnotations ?? []
  const versioned = annotations.find((annotation) => annotation.kind === "versioned")
  const leased = annotations.find((annotation) => annotation.kind === "leased")
  return {
    searchedBy: [],
    appendOnly: annotations.some((annotation) => annotation.kind === "append-only"),
    versioned: versioned?.column.text,
    leased: leased?.column.text,
    size: annotations.find((annotation) => annotation.kind === "size")?.rows,
  }
}

/** `content='docs'` among the arguments of FTS5. */
function contentOf(args: readonly string[]): string | undefined {
  const found = args.flatMap((arg) => /^\s*content\s*=\s*['"`[]?([^'"`\]]+?)['"`\]]?\s*$/i.exec(arg)?.[1] ?? [])
  return found[0]
}

/** What our parser cannot read keeps its columns, of which nothing is known. */
function viewOf(
  stored: StoredRelation,
  declared: Declared | undefined,
  definition: Definition | undefined,
  engine: Engine,
): Relation {
  const columns = viewColumns(stored.name, engine)
  const place = declared?.place
  if (definition?.ast.kind !== "create-view")
    return { kind: "virtual", name: stored.name, module: "view", content: undefined, columns, place }
  const { ast, file } = definition
  const columnNames = ast.columns?.map((column) => column.text)
  return { kind: "view", name: stored.name, columns, columnNames, select: ast.select, file, place }
}

function viewColumns(name: string, engine: Engine): readonly Column[] {
  const described = engine.describe(`SELECT * FROM [${name}]`)
  if (!described.ok) return []
  return described.value.columns.map((column) => ({
    name: column.name,
    declaredType: column.declaredType === "" ? undefined : column.declaredType,
    affinity: affinityOf(column.declaredType),
    notNull: false,
    rowidAlias: false,
    hasDefault: false,
    default: undefined,
    generated: false,
    generatedAs: undefined,
    hidden: false,
    collation: undefined,
    annotation: undefined,
    declaredAt: undefined,
  }))
}
