/** The tables of the conformance suite, one statement each. */
export const schema: readonly string[] = [
  `CREATE TABLE things (
    id TEXT PRIMARY KEY,
    text TEXT,
    int INTEGER,
    real REAL,
    flag INTEGER CHECK (flag IN (0, 1)),
    bytes BLOB,
    big INTEGER,
    data TEXT,
    anything ANY,
    status TEXT CONSTRAINT known_status CHECK (status IN ('ready', 'done'))
  ) STRICT`,
  `-- @versioned version
  CREATE TABLE counters (
    id INTEGER PRIMARY KEY,
    n INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
  ) STRICT`,
  `CREATE TABLE cells (
    id INTEGER PRIMARY KEY,
    n INTEGER NOT NULL CONSTRAINT cell_range CHECK (n BETWEEN 0 AND 9)
  ) STRICT`,
  "CREATE TABLE loose (n INTEGER PRIMARY KEY, v)",
  "CREATE TABLE parents (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE) STRICT",
  `CREATE TABLE children (
    id INTEGER PRIMARY KEY,
    parent_id INTEGER NOT NULL REFERENCES parents (id),
    a INTEGER,
    b INTEGER,
    UNIQUE (a, b)
  ) STRICT`,
  `CREATE TABLE late_children (
    id INTEGER PRIMARY KEY,
    parent_id INTEGER NOT NULL REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED
  ) STRICT`,
  "CREATE TABLE pairs (x TEXT NOT NULL, y INTEGER NOT NULL, PRIMARY KEY (x, y)) STRICT, WITHOUT ROWID",
  "CREATE TABLE audited (id INTEGER PRIMARY KEY, n INTEGER NOT NULL CHECK (n < 1000)) STRICT",
  "CREATE TABLE audit_log (id INTEGER PRIMARY KEY, word TEXT NOT NULL) STRICT",
  `CREATE TRIGGER audited_update AFTER UPDATE ON audited
   BEGIN
     INSERT INTO audit_log (word) VALUES ('one');
     INSERT INTO audit_log (word) VALUES ('two');
   END`,
  `CREATE TRIGGER audited_delete BEFORE DELETE ON audited
   BEGIN
     SELECT RAISE(ABORT, 'audited rows stay');
   END`,
  `CREATE TABLE crates (
    id INTEGER PRIMARY KEY,
    name TEXT,
    size INTEGER,
    weight REAL,
    done INTEGER CHECK (done IN (0, 1)),
    hash BLOB,
    big INTEGER, -- @type bigint
    data TEXT CHECK (json_valid(data)),
    anything ANY,
    note TEXT NOT NULL DEFAULT 'none'
  ) STRICT`,
  "CREATE TABLE bins (t TEXT, n NUMERIC, r REAL, i INT, b BLOB, u, d BOOLEAN, t2 TEXT)",
  "CREATE UNIQUE INDEX parents_folded ON parents (lower(code))",
  "CREATE VIRTUAL TABLE notes USING fts5 (body)",
]

/** Empties every table: children before parents, the table whose rows stay without its trigger. */
export const reset: readonly string[] = [
  "DELETE FROM late_children",
  "DELETE FROM children",
  "DELETE FROM parents",
  "DELETE FROM things",
  "DELETE FROM counters",
  "DELETE FROM cells",
  "DELETE FROM loose",
  "DELETE FROM pairs",
  "DROP TRIGGER IF EXISTS audited_delete",
  "DELETE FROM audited",
  "CREATE TRIGGER audited_delete BEFORE DELETE ON audited BEGIN SELECT RAISE(ABORT, 'audited rows stay'); END",
  "DELETE FROM audit_log",
  "DELETE FROM notes",
  "DELETE FROM crates",
  "DELETE FROM bins",
]

/** The same without the full-text table. */
export function withoutFts5(texts: readonly string[]): readonly string[] {
  return texts.filter((sql) => !/ notes\b/.test(sql))
}
