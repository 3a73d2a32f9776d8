import type { RawRow, SqlFacts } from "../driver.ts"

/** Tables of a foreign key that is checked at commit, in lower case. */
interface DeferredKey {
  readonly child: string
  readonly parent: string
}

/** Deferred foreign keys of a database that commits later than its calls return. */
export interface DeferredKeys {
  /** Child tables whose keys these statements can break. */
  touchedBy(statements: readonly SqlFacts[]): readonly string[]
  /** Throws as SQLite's commit would when a key of these tables does not hold. */
  check(children: readonly string[]): void
}

/** https://sqlite.org/pragma.html#pragma_foreign_key_list does not tell which keys are deferred; the text does. */
const keysSql = `SELECT DISTINCT lower(m.name), lower(f."table")
FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS f
WHERE m.type = 'table' AND m.sql LIKE '%DEFERRED%'`

/** The keys are read once, with the first write. https://sqlite.org/foreignkeys.html#fk_deferred */
export function deferredKeys(rows: (sql: string) => readonly RawRow[]): DeferredKeys {
  let keys: readonly DeferredKey[] | undefined
  return {
    touchedBy(statements) {
      keys ??= rows(keysSql).map(([child, parent]) => ({ child: String(child), parent: String(parent) }))
      if (keys.length === 0) return []
      const written = new Set(statements.flatMap(({ tables }) => tables.writes.map((table) => table.toLowerCase())))
      const touched = keys.filter(({ child, parent }) => written.has(child) || written.has(parent))
      return [...new Set(touched.map(({ child }) => child))]
    },
    check(children) {
      for (const child of children) {
        const broken = rows(`PRAGMA foreign_key_check("${child.replaceAll('"', '""')}")`)
        if (broken.length > 0) throw new Error("FOREIGN KEY constraint failed")
      }
    },
  }
}
