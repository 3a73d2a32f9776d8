import { describe, expect, it } from "vitest"
import type {
  Described,
  Engine,
  EngineError,
  PreparedStatement,
  StatementDescription,
} from "../../src/engine/engine.ts"
import { createEngine } from "../../src/engine/sqlite-wasm.ts"
import { targets } from "../../src/targets/index.ts"
import type { TargetProfile } from "../../src/targets/target.ts"

async function engineWith(schema: readonly string[], target: TargetProfile = targets.d1): Promise<Engine> {
  const engine = await createEngine(target)
  for (const sql of schema) expect(engine.execute(sql)).toBeUndefined()
  return engine
}

function accepted(described: Described): StatementDescription {
  if (!described.ok) throw new Error(described.error.message)
  return described.value
}

function refusedWith(described: Described): EngineError {
  if (described.ok) throw new Error("SQLite accepts it")
  return described.error
}

const users = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL)"

describe("what a statement is", () => {
  it("columns carry declared type and origin", async () => {
    const engine = await engineWith([users])
    expect(accepted(engine.describe("SELECT id, u.name AS n, 1 + 1 FROM users u")).columns).toEqual([
      { name: "id", declaredType: "INTEGER", origin: { table: "users", column: "id" } },
      { name: "n", declaredType: "TEXT", origin: { table: "users", column: "name" } },
      { name: "1 + 1", declaredType: undefined, origin: undefined },
    ])
  })

  it("parameters have their names with sigil, and gaps have none", async () => {
    const engine = await engineWith([])
    expect(accepted(engine.describe("SELECT :a, @b, $c, ?, :a, ?7")).parameters).toEqual([
      ":a",
      "@b",
      "$c",
      undefined,
      undefined,
      undefined,
      "?7",
    ])
  })

  it("offset and tail count UTF-16 units, whatever stands before", async () => {
    const engine = await engineWith([users])
    const before = "/* é😀 */ SELECT '😀é', "
    expect(refusedWith(engine.describe(`${before}nosuch FROM users`)).offset).toBe(before.length)
    const first = "SELECT '😀é';"
    expect(accepted(engine.describe(`${first} SELECT 2`)).tail).toBe(first.length)
  })

  it("a byte order mark shifts nothing", async () => {
    const engine = await engineWith([])
    expect(refusedWith(engine.describe("\ufeffSELECT nosuch")).offset).toBe(8)
  })
})

describe("bad text is an answer", () => {
  it.each(["", "  ", "-- nothing", ";", "/* open"])("no statement in %j", async (sql) => {
    const engine = await engineWith([])
    expect(engine.describe(sql).ok).toBe(false)
  })

  it("a NUL is refused where it stands", async () => {
    const engine = await engineWith([])
    expect(refusedWith(engine.describe("SELECT 1\0, 2")).offset).toBe(8)
    expect(engine.execute("SELECT '\0'")?.offset).toBe(8)
  })

  it("5 MB of text, too deep or not, leaves the engine well", async () => {
    const engine = await engineWith([], targets.sqlite)
    expect(engine.describe(`SELECT '${"x".repeat(5_000_000)}'`).ok).toBe(true)
    expect(refusedWith(engine.describe(`SELECT ${"1+".repeat(2_500_000)}1`)).message).toContain("too large")
    expect(engine.describe(`SELECT ${"(".repeat(5_000_000)}1`).ok).toBe(false)
    expect(engine.describe("SELECT 1").ok).toBe(true)
  })

  it("memory that does not suffice is an error, and the engine goes on", async () => {
    const engine = await engineWith([], targets.sqlite)
    const most = "zeroblob(999999999)"
    expect(engine.query(`SELECT ${most}, ${most}, ${most}, hex(${most})`, []).ok).toBe(false)
    expect(engine.query("SELECT 1", []).ok).toBe(true)
  })

  it("a closed engine answers with an error, also when its memory is used again", async () => {
    const engine = await engineWith([])
    engine.close()
    const next = await engineWith([])
    expect(refusedWith(engine.describe("SELECT 1")).message).toBe("the engine is closed")
    expect(next.describe("SELECT 1").ok).toBe(true)
  })

  it("EXPLAIN says nothing of a function that is not there", async () => {
    const engine = await engineWith([])
    expect(engine.describe("EXPLAIN SELECT nosuch(1)").ok).toBe(true)
    expect(refusedWith(engine.describe("SELECT nosuch(1)")).message).toBe("no such function: nosuch")
  })
})

describe("describing changes nothing", () => {
  it("a pragma that SQLite runs while it prepares is not run", async () => {
    const engine = await engineWith([], targets.sqlite)
    engine.describe("PRAGMA case_sensitive_like = 1")
    engine.describe("PRAGMA foreign_keys = 1")
    expect(engine.query("SELECT 'a' LIKE 'A'", [])).toMatchObject({ rows: [[1n]] })
    expect(engine.query("PRAGMA foreign_keys", [])).toMatchObject({ rows: [[0n]] })
  })

  it("a pragma that reads has its columns", async () => {
    const engine = await engineWith([users])
    expect(accepted(engine.describe("PRAGMA table_info(users)")).columns).toHaveLength(6)
  })
})

describe("double-quoted strings", () => {
  const view = `CREATE VIEW named AS SELECT * FROM users WHERE name = "ada"`

  it("pass in the schema, not in a query", async () => {
    const engine = await engineWith([users, view])
    expect(refusedWith(engine.describe(`SELECT * FROM users WHERE name = "ada"`)).message).toContain("single-quotes")
  })

  it("do not make a view that has them unreadable", async () => {
    const engine = await engineWith([users, view])
    expect(engine.describe("SELECT * FROM named").ok).toBe(true)
  })

  it("are refused in the schema of a target without them", async () => {
    const engine = await engineWith([users], targets.libsql)
    expect(engine.execute(`CREATE TABLE t (a CHECK (a <> "x"))`)?.message).toContain("no such column")
  })
})

describe("effects", () => {
  const schema = [
    users,
    "CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER REFERENCES users ON DELETE CASCADE, body TEXT)",
    "CREATE TABLE log (text TEXT)",
    "CREATE VIEW authors AS SELECT name FROM users",
    "CREATE TRIGGER posts_log AFTER UPDATE ON posts BEGIN INSERT INTO log VALUES (new.body); END",
    "CREATE TRIGGER log_check BEFORE INSERT ON log BEGIN SELECT RAISE(ABORT, 'no') WHERE new.text IS NULL; END",
    "CREATE VIRTUAL TABLE found USING fts5(body)",
  ]

  it("reads are tables and columns as the schema spells them, through views too", async () => {
    const engine = await engineWith(schema)
    const { effects } = accepted(engine.describe("SELECT NAME FROM AUTHORS"))
    expect(effects).toMatchObject({
      reads: [
        { table: "authors", column: "name" },
        { table: "users", column: "name" },
      ],
      through: ["authors"],
      readonly: true,
      sideWrites: false,
    })
  })

  it("CTEs and table-valued functions are no tables", async () => {
    const engine = await engineWith(schema)
    const sql = "WITH c AS (SELECT value FROM json_each(?1)) SELECT count(*) FROM c, users"
    expect(accepted(engine.describe(sql)).effects.reads).toEqual([{ table: "users", column: "" }])
  })

  const cases: readonly (readonly [sql: string, sideWrites: boolean])[] = [
    ["INSERT INTO users (name) VALUES ('a')", false],
    ["UPDATE users SET name = 'a'", false],
    ["DELETE FROM users", true],
    ["INSERT OR REPLACE INTO users VALUES (1, 'a')", true],
    ["DELETE FROM posts", false],
    ["UPDATE posts SET body = ''", true],
    ["INSERT INTO log VALUES ('a')", false],
    ["INSERT INTO found VALUES ('a')", true],
    ["INSERT INTO posts (id) VALUES (1) ON CONFLICT (id) DO NOTHING", false],
    ["INSERT INTO posts (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET body = ''", true],
  ]
  it.each(cases)("%s: side writes %s, with and without foreign keys", async (sql, sideWrites) => {
    for (const target of [targets.d1, targets.sqlite]) {
      const engine = await engineWith(schema, target)
      expect(accepted(engine.describe(sql)).effects).toMatchObject({ sideWrites, readonly: false })
    }
  })
})

describe("transactions", () => {
  it("COMMIT refuses what deferred foreign keys leave open, and nothing stays", async () => {
    const engine = await engineWith([
      users,
      "CREATE TABLE c (u INTEGER REFERENCES users DEFERRABLE INITIALLY DEFERRED)",
    ])
    const refused = engine.transaction(() => expect(engine.execute("INSERT INTO c VALUES (9)")).toBeUndefined())
    expect(refused?.message).toBe("FOREIGN KEY constraint failed")
    expect(engine.query("SELECT count(*) FROM c", [])).toMatchObject({ rows: [[0n]] })
  })

  it("a statement may end the transaction that another began", async () => {
    const engine = await engineWith([users], targets.sqlite)
    expect(engine.inTransaction()).toBe(false)
    engine.execute("SAVEPOINT here")
    expect(engine.inTransaction()).toBe(true)
    engine.execute("INSERT OR ROLLBACK INTO users VALUES (1, NULL)")
    expect(engine.inTransaction()).toBe(false)
  })

  it("an exception of the work rolls back and is the caller's", async () => {
    const engine = await engineWith([users])
    const work = (): void => {
      engine.execute("INSERT INTO users (name) VALUES ('a')")
      throw new Error("mine")
    }
    expect(() => engine.transaction(work)).toThrow("mine")
    expect(engine.query("SELECT count(*) FROM users", [])).toMatchObject({ rows: [[0n]] })
  })
})

it("values keep their storage class in both directions", async () => {
  const engine = await engineWith([])
  const values = [1, 2n, "a\0é😀", new Uint8Array([0, 255]), null]
  const answered = engine.query("SELECT ?1, ?2, ?3, ?4, ?5, typeof(?1), typeof(?2)", values)
  expect(answered).toMatchObject({ rows: [[...values, "real", "integer"]] })
})

it("VACUUM is refused for D1 behind any comments, and runs elsewhere", async () => {
  const sql = `${"/* a */ ".repeat(100)}-- b\nVACUUM`
  expect((await engineWith([])).execute(sql)?.message).toBe("cannot VACUUM from within a transaction")
  expect((await engineWith([], targets.sqlite)).execute(sql)).toBeUndefined()
})

describe("a prepared statement", () => {
  function prepared(engine: Engine, sql: string): PreparedStatement {
    const made = engine.prepare(sql)
    if (!made.ok) throw new Error(made.error.message)
    return made.value
  }

  it("runs again and again, after an error, and forgets what was bound", async () => {
    const engine = await engineWith([users])
    const insert = prepared(engine, "INSERT INTO users VALUES (?1, ?2)")
    expect(insert.run([1n, "a"])).toMatchObject({ ok: true, rows: [] })
    expect(insert.run([2n])).toMatchObject({ error: { message: "NOT NULL constraint failed: users.name" } })
    expect(insert.run([2n, "b"])).toMatchObject({ ok: true })
    expect(engine.query("SELECT id, name FROM users", [])).toMatchObject({
      rows: [
        [1n, "a"],
        [2n, "b"],
      ],
    })
  })

  it("sees a change of the schema", async () => {
    const engine = await engineWith([users])
    const count = prepared(engine, "SELECT count(*) FROM users")
    expect(count.run([])).toMatchObject({ rows: [[0n]] })
    engine.execute("DROP TABLE users")
    expect(count.run([])).toMatchObject({ error: { message: "no such table: users" } })
    engine.execute(users)
    expect(count.run([])).toMatchObject({ rows: [[0n]] })
  })

  it("is stopped, and runs on the next time", async () => {
    const engine = await engineWith([])
    const endless = prepared(
      engine,
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n LIMIT ?1",
    )
    expect(endless.run([-1n], 1000)).toMatchObject({ ok: false })
    expect(endless.run([2n], 1000)).toMatchObject({ rows: [[1n], [2n]] })
  })

  it("is closed with its engine, or before", async () => {
    const engine = await engineWith([])
    const [first, second] = [prepared(engine, "SELECT 1"), prepared(engine, "SELECT 2")]
    first.close()
    first.close()
    expect(first.run([])).toMatchObject({ error: { message: "the statement is closed" } })
    engine.close()
    expect(second.run([])).toMatchObject({ error: { message: "the engine is closed" } })
    second.close()
  })

  it("reads a view or a CHECK with a double-quoted string, also after it was prepared anew", async () => {
    const engine = await engineWith([
      `CREATE TABLE t (a TEXT CHECK (a <> "x"))`,
      `CREATE VIEW v AS SELECT a, "text" AS b FROM t`,
    ])
    const [insert, read] = [prepared(engine, "INSERT INTO t VALUES (?1)"), prepared(engine, "SELECT * FROM v")]
    for (const rows of [
      [["a", "text"]],
      [
        ["a", "text"],
        ["a", "text"],
      ],
    ]) {
      expect(insert.run(["x"]).ok).toBe(false)
      expect(insert.run(["a"]).ok).toBe(true)
      expect(read.run([])).toMatchObject({ rows })
      engine.execute("CREATE TABLE another (a)")
    }
  })

  it("is what the target lets run", async () => {
    const engine = await engineWith([])
    expect(engine.prepare("SELECT sqlite_version()")).toMatchObject({
      error: { message: "not authorized to use function: sqlite_version" },
    })
    expect(engine.prepare(" ")).toMatchObject({ error: { message: "SQL code did not contain a statement." } })
  })
})
