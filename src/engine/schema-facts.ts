import { fold } from "./access.ts"

/** What the engine must know of its schema to tell effects. Keys are folded names. */
export interface SchemaFacts {
  /** tables and views but SQLite's own and shadow tables, each with its name as in the schema */
  readonly names: ReadonlyMap<string, string>
  readonly views: ReadonlySet<string>
  readonly virtual: ReadonlySet<string>
  readonly triggers: ReadonlyMap<string, string>
  /** parents of foreign keys that change their children: what makes them do so */
  readonly parents: ReadonlyMap<string, { readonly onDelete: boolean; readonly onUpdate: boolean }>
  /** tables with a constraint that deletes other rows: ON CONFLICT REPLACE */
  readonly replacing: ReadonlySet<string>
}

type Rows = (sql: string) => readonly (readonly unknown[])[]

/** Reads the facts. `rows` runs a query of ours, past the target's rules. https://sqlite.org/pragma.html#pragma_table_list */
export function readFacts(rows: Rows): SchemaFacts {
  const names = new Map<string, string>()
  const views = new Set<string>()
  const virtual = new Set<string>()
  for (const [name, type] of rows("SELECT name, type FROM pragma_table_list WHERE schema = 'main'")) {
    const [text, key] = [String(name), fold(String(name))]
    if (type === "shadow" || key.startsWith("sqlite_")) continue
    names.set(key, text)
    if (type === "view") views.add(key)
    if (type === "virtual") virtual.add(key)
  }
  const triggers = rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'").map(([name]) => String(name))
  const replacing = rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND instr(lower(sql), 'replace')")
  return {
    names,
    views,
    virtual,
    triggers: new Map(triggers.map((name) => [fold(name), name])),
    parents: readParents(rows),
    replacing: new Set(replacing.map(([name]) => fold(String(name)))),
  }
}

/** https://sqlite.org/foreignkeys.html#fk_actions */
function readParents(rows: Rows): SchemaFacts["parents"] {
  const parents = new Map<string, { readonly onDelete: boolean; readonly onUpdate: boolean }>()
  const keys = rows(
    `SELECT f."table", f.on_delete, f.on_update FROM sqlite_schema AS s JOIN pragma_foreign_key_list(s.name) AS f
     WHERE s.type = 'table'`,
  )
  for (const [table, onDelete, onUpdate] of keys) {
    const known = parents.get(fold(String(table)))
    parents.set(fold(String(table)), {
      onDelete: known?.onDelete === true || changesChildren(onDelete),
      onUpdate: known?.onUpdate === true || changesChildren(onUpdate),
    })
  }
  return parents
}

function changesChildren(act: unknown): boolean {
  return act === "CASCADE" || act === "SET NULL" || act === "SET DEFAULT"
}
