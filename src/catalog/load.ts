import type { Diagnostic, Outcome } from "../diagnostics/diagnostic.ts"
import type { Engine, EngineError } from "../engine/engine.ts"
import { textOf } from "../source/source-file.ts"
import type { Statement } from "../syntax/statement.ts"
import { annotate } from "./annotate.ts"
import { type Catalog, fold, type Relation } from "./catalog.ts"
import { type Declarations, declare, nothingDeclared } from "./declarations.ts"
import { doubleQuotedString, doubleQuotedStrings } from "./double-quoted.ts"
import { readBack } from "./read-back.ts"
import { relationOf } from "./relations.ts"
import { brokenView, commitError, controlsTransaction, migrationTransaction, schemaError } from "./schema-errors.ts"

/**
 * Runs the statements of the schema in an empty engine, file by file and in order, and reads back what they made. Stops
 * at the first that SQLite refuses; the catalog is then what there is so far. SQLite's own tables are in it too.
 */
export function loadCatalog(
  schema: readonly Statement[],
  engine: Engine,
  explain: Explain = () => [],
): Outcome<Catalog> {
  const declarations = nothingDeclared()
  const diagnostics: Diagnostic[] = []
  for (const migration of byFile(schema)) {
    const found = migrate(migration, { engine, declarations, explain })
    diagnostics.push(...found.diagnostics)
    if (found.stopped) break
  }
  const relations = relationsOf(engine, declarations)
  diagnostics.push(...annotate(relations, schema, declarations), ...viewFindings(relations, declarations, engine))
  return { value: { relations, history: historyOf(relations, declarations) }, diagnostics }
}

/** Words for a refusal of the target that a rule knows; the catalog knows no rules. */
export type Explain = (statement: Statement, error: EngineError) => readonly Diagnostic[]

interface Loading {
  readonly engine: Engine
  readonly declarations: Declarations
  readonly explain: Explain
}

type Migration = readonly [Statement, ...Statement[]]

/** Statements that follow each other in one file. */
function byFile(schema: readonly Statement[]): readonly Migration[] {
  const migrations: [Statement, ...Statement[]][] = []
  for (const statement of schema) {
    const current = migrations.at(-1)
    if (current?.[0].file === statement.file) current.push(statement)
    else migrations.push([statement])
  }
  return migrations
}

interface Migrated {
  readonly diagnostics: readonly Diagnostic[]
  readonly stopped: boolean
}

/** Where the client may not control transactions, the target runs a migration in one; so do we. */
function migrate(migration: Migration, loading: Loading): Migrated {
  const { engine } = loading
  const { target } = engine
  const [begin, ...others] = migration.filter(controlsTransaction)
  const framing = begin === undefined ? [] : [migrationTransaction([begin, ...others])]
  const statements = migration.filter((statement) => !controlsTransaction(statement))
  if (!target.denied.transactions) {
    const { diagnostics, stopped } = runAll(statements, loading)
    return { diagnostics: [...framing, ...diagnostics], stopped }
  }
  let ran: Migrated = { diagnostics: [], stopped: false }
  const refused = engine.transaction(() => {
    ran = runAll(statements, loading)
  })
  const last = statements.at(-1)
  const commit = refused === undefined || ran.stopped || last === undefined ? [] : [commitError(last, refused, target)]
  return {
    diagnostics: [...framing, ...ran.diagnostics, ...commit],
    stopped: ran.stopped || commit.length > 0,
  }
}

function runAll(statements: readonly Statement[], { engine, declarations, explain }: Loading): Migrated {
  const diagnostics: Diagnostic[] = []
  for (const statement of statements) {
    const sql = textOf(statement.file, statement.span)
    const strings = doubleQuotedStrings(sql, engine)
    const error = engine.execute(sql)
    if (error !== undefined) {
      const explained = explain(statement, error)
      diagnostics.push(...(explained.length > 0 ? explained : [schemaError(statement, error, engine)]))
      return { diagnostics, stopped: true }
    }
    diagnostics.push(...strings.map((span) => doubleQuotedString(statement, span, statement.span.start)))
    declare(declarations, statement)
  }
  return { diagnostics, stopped: false }
}

function relationsOf(engine: Engine, declarations: Declarations): Map<string, Relation> {
  const stored = readBack(engine)
  const relations = new Map<string, Relation>()
  for (const relation of stored.relations) {
    relations.set(fold(relation.name), relationOf(relation, stored, declarations, engine))
  }
  for (const index of [...relations.values()]) {
    if (index.kind !== "virtual" || index.content === undefined) continue
    const table = relations.get(fold(index.content))
    if (table?.kind === "table")
      relations.set(fold(table.name), { ...table, searchedBy: [...table.searchedBy, index.name] })
  }
  const schema = relations.get("sqlite_schema")
  if (schema !== undefined) relations.set("sqlite_master", { ...schema, name: "sqlite_master" })
  return relations
}

/** SQLite looks into a view only when it is used: what would fail then, and strings in double quotes, are said now. */
function viewFindings(
  relations: ReadonlyMap<string, Relation>,
  declarations: Declarations,
  engine: Engine,
): readonly Diagnostic[] {
  return [...declarations.relations].flatMap(([key, { statement, place }]) => {
    const relation = relations.get(key)
    if (relation?.kind !== "view") return []
    const described = engine.describe(`SELECT * FROM [${relation.name}]`)
    if (!described.ok) return [brokenView(statement, place.span, described.error, engine)]
    if (relation.file !== statement.file) return []
    const { span } = relation.select
    const strings = doubleQuotedStrings(textOf(relation.file, span), engine)
    return strings.map((string) => doubleQuotedString(statement, string, span.start))
  })
}

/** Names as in the schema; what was dropped and is there again is no history. */
function historyOf(relations: ReadonlyMap<string, Relation>, { history }: Declarations): Catalog["history"] {
  return history.flatMap((entry) => {
    const relation = relations.get(fold(entry.table))
    const there = relation?.columns.some((column) => fold(column.name) === fold(entry.column)) === true
    if (entry.what === "dropped" && there) return []
    return [{ ...entry, table: relation?.name ?? entry.table }]
  })
}
