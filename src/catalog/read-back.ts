import type { Engine, SqlValue } from "../engine/engine.ts"
import { fold } from "./catalog.ts"
import { actingChildren } from "./foreign-key-actions.ts"

/*
 * The schema as SQLite tells it after all statements ran. https://sqlite.org/pragma.html#pragma_table_xinfo
 */

/** A row of `PRAGMA table_xinfo`. */
export interface StoredColumn {
  readonly name: string
  readonly type: string
  readonly notNull: boolean
  readonly hasDefault: boolean
  /** place in the primary key, from 1; 0 for none */
  readonly key: number
  /** 0 visible, 1 hidden, 2 generated VIRTUAL, 3 generated STORED */
  readonly hidden: number
}

/** A unique index, also the one that SQLite makes for UNIQUE and PRIMARY KEY. */
export interface StoredIndex {
  readonly name: string
  readonly origin: "pk" | "u" | "c"
  readonly partial: boolean
  /** name is undefined for an expression, and for the rowid */
  readonly columns: readonly { readonly name: string | undefined; readonly collation: string }[]
}

/** A constraint of `PRAGMA foreign_key_list`. */
export interface StoredForeignKey {
  readonly columns: readonly string[]
  readonly references: string
  readonly onDelete: string
  readonly onUpdate: string
}

/** A table, view or virtual table. SQLite's own (`sqlite_schema` ...) are tables without `sql`. */
export interface StoredRelation {
  readonly name: string
  readonly kind: "table" | "view" | "virtual"
  readonly withoutRowid: boolean
  readonly strict: boolean
  /** as SQLite keeps it: rewritten by ALTER */
  readonly sql: string | undefined
  /** none for views */
  readonly columns: readonly StoredColumn[]
  readonly indexes: readonly StoredIndex[]
  readonly foreignKeys: readonly StoredForeignKey[]
}

/** All that a schema holds, in the order in which it was made. */
export interface Stored {
  readonly relations: readonly StoredRelation[]
  /** text of CREATE INDEX by folded name */
  readonly indexes: ReadonlyMap<string, string>
  /** texts of CREATE TRIGGER by folded name of their table */
  readonly triggers: ReadonlyMap<string, readonly string[]>
  /** tables whose foreign keys act on a change of another, by folded name of that other */
  readonly actingChildren: ReadonlyMap<string, readonly string[]>
}

type Row = readonly SqlValue[]

/** Reads the schema back. Shadow tables of full text search are left out. */
export function readBack(engine: Engine): Stored {
  const objects = rowsOf(engine, "SELECT type, name, sql, tbl_name FROM sqlite_schema ORDER BY rowid")
  const texts = new Map(objects.map(([type, name, sql]) => [`${type === "index"}${fold(String(name))}`, textOf(sql)]))
  const listed = rowsOf(engine, "SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main'")
  const columns = grouped(rowsOf(engine, columnsOfTables), ([name]) => String(name))
  const indexes = grouped(rowsOf(engine, uniqueIndexes), ([name]) => String(name))
  const foreignKeys = grouped(rowsOf(engine, foreignKeysOfTables), ([name]) => String(name))
  const relations = listed.flatMap(([text, type, wr, strict]): StoredRelation[] => {
    const name = String(text)
    const kind = kindOf(type)
    if (kind === undefined || fold(name) === "sqlite_temp_schema") return []
    const own = kind === "virtual" ? rowsOf(engine, columnsOfOne, [name]) : (columns.get(name) ?? [])
    return [
      {
        name,
        kind,
        withoutRowid: wr === 1n,
        strict: strict === 1n,
        sql: texts.get(`false${fold(name)}`),
        columns: own.map(columnOf),
        indexes: indexesOf(indexes.get(name) ?? []),
        foreignKeys: foreignKeysOf(foreignKeys.get(name) ?? []),
      },
    ]
  })
  const order = new Map(objects.map(([, name], index) => [String(name), index]))
  return {
    relations: relations.sort((a, b) => (order.get(a.name) ?? -1) - (order.get(b.name) ?? -1)),
    indexes: new Map(
      objects.flatMap(([type, name, sql]) =>
        type === "index" && typeof sql === "string" ? [[fold(String(name)), sql]] : [],
      ),
    ),
    triggers: triggersOf(objects),
    actingChildren: actingChildren(relations),
  }
}

function triggersOf(objects: readonly Row[]): ReadonlyMap<string, readonly string[]> {
  const triggers = objects.filter(([type]) => type === "trigger")
  const byTable = grouped(triggers, ([, , , table]) => fold(String(table)))
  return new Map([...byTable].map(([table, rows]) => [table, rows.map(([, , sql]) => String(sql))]))
}

const columnsOfTables = `SELECT l.name, c.name, c.type, c."notnull", c.dflt_value IS NOT NULL, c.pk, c.hidden
  FROM pragma_table_list AS l JOIN pragma_table_xinfo(l.name) AS c
  WHERE l.schema = 'main' AND l.type = 'table' ORDER BY l.name, c.cid`

const columnsOfOne = `SELECT ?1, name, type, "notnull", dflt_value IS NOT NULL, pk, hidden
  FROM pragma_table_xinfo(?1) ORDER BY cid`

const uniqueIndexes = `SELECT l.name, i.name, i.origin, i.partial, x.name, x.coll
  FROM pragma_table_list AS l JOIN pragma_index_list(l.name) AS i JOIN pragma_index_xinfo(i.name) AS x
  WHERE l.schema = 'main' AND l.type = 'table' AND i."unique" AND x."key" ORDER BY l.name, i.seq, x.seqno`

const foreignKeysOfTables = `SELECT l.name, f.id, f."table", f."from", f.on_delete, f.on_update
  FROM pragma_table_list AS l JOIN pragma_foreign_key_list(l.name) AS f
  WHERE l.schema = 'main' AND l.type = 'table' ORDER BY l.name, f.id DESC, f.seq`

/** No rows where SQLite refuses, as for a virtual table whose module cannot open it. */
function rowsOf(engine: Engine, sql: string, binds: readonly SqlValue[] = []): readonly Row[] {
  const answered = engine.query(sql, binds)
  return answered.ok ? answered.rows : []
}

function grouped(rows: readonly Row[], key: (row: Row) => string): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(key(row))
    if (group === undefined) groups.set(key(row), [row])
    else group.push(row)
  }
  return groups
}

function textOf(value: SqlValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined
}

function kindOf(type: SqlValue | undefined): StoredRelation["kind"] | undefined {
  return type === "table" || type === "view" || type === "virtual" ? type : undefined
}

function columnOf([, name, type, notNull, hasDefault, key, hidden]: Row): StoredColumn {
  return {
    name: String(name),
    type: String(type),
    notNull: notNull === 1n,
    hasDefault: hasDefault === 1n,
    key: Number(key),
    hidden: Number(hidden),
  }
}

function indexesOf(rows: readonly Row[]): readonly StoredIndex[] {
  return [...grouped(rows, ([, index]) => String(index))].map(([name, parts]) => {
    const [, , origin, partial] = parts[0] ?? []
    return {
      name,
      origin: origin === "pk" || origin === "u" ? origin : "c",
      partial: partial === 1n,
      columns: parts.map(([, , , , column, collation]) => ({ name: textOf(column), collation: String(collation) })),
    }
  })
}

function foreignKeysOf(rows: readonly Row[]): readonly StoredForeignKey[] {
  return [...grouped(rows, ([, id]) => String(id)).values()].map((parts) => {
    const [, , references, , onDelete, onUpdate] = parts[0] ?? []
    return {
      columns: parts.map(([, , , from]) => String(from)),
      references: String(references),
      onDelete: String(onDelete),
      onUpdate: String(onUpdate),
    }
  })
}
