import { cpSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import Database from "libsql"
import { Miniflare } from "miniflare"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type Packed, runSqlgen } from "./packed.ts"
import { root } from "./repository.ts"
import { bundle, statementsOf } from "./worker-project.ts"

/** A project as somebody has it, and what a query over its schema answers after `sqlgen init`. */
interface StartingPoint {
  readonly name: string
  /** a folder of test/init */
  readonly from: string
  /** in the order in which their own tool applies them; written by hand, so that ours is checked */
  readonly migrations: readonly string[]
  readonly rows: readonly string[]
  readonly module: string
  readonly query: string
  readonly answer: readonly unknown[]
}

const points: readonly StartingPoint[] = [
  {
    name: "nothing",
    from: "empty-project-gets-a-first-migration-and-a-first-query",
    migrations: ["sql/migrations/0001_start.sql"],
    rows: ["INSERT INTO notes (text) VALUES ('a'), ('b'), ('c')", "UPDATE notes SET done = 1 WHERE id = 2"],
    module: "notes",
    query: "listNotes",
    answer: [
      { id: 1, text: "a", done: false },
      { id: 2, text: "b", done: true },
    ],
  },
  {
    name: "wrangler",
    from: "wrangler-toml-with-a-folder-needs-no-configuration",
    migrations: ["db/changes/0001_orders.sql", "db/changes/0002_note.sql"],
    rows: ["INSERT INTO orders (total, note) VALUES (1.5, NULL), (2, 'x'), (3, 'y')"],
    module: "orders",
    query: "listOrders",
    answer: [
      { id: 1, total: 1.5, note: null },
      { id: 2, total: 2, note: "x" },
    ],
  },
  {
    name: "drizzle",
    from: "drizzle-journal-gives-the-order",
    migrations: ["drizzle/0000_brave_hulk.sql", "drizzle/0001_custom.sql"],
    rows: ["INSERT INTO users (email, created_at) VALUES ('a@b.c', 5)"],
    module: "users",
    query: "listUsers",
    answer: [{ id: 1, email: "a@b.c", createdAt: 5, name: null }],
  },
  {
    name: "prisma",
    from: "prisma-migrations-are-found-and-used-as-they-are",
    migrations: [
      "prisma/migrations/20260101000000_init/migration.sql",
      "prisma/migrations/20260201000000_name/migration.sql",
    ],
    rows: [`INSERT INTO "User" ("email", "name", "order") VALUES ('a@b.c', 'Ada', 7)`],
    module: "user",
    query: "listUser",
    answer: [{ id: 1, email: "a@b.c", name: "Ada", order: 7 }],
  },
]

/** What setting the starting points up printed, by name, and the modules that use what was generated. */
export interface StartingPoints {
  readonly said: ReadonlyMap<string, string>
  readonly modules: readonly string[]
}

/** Makes the projects, runs `sqlgen init` and `sqlgen` in each and writes a Worker and a native program that use it. */
export async function setUpStartingPoints(packed: Packed): Promise<StartingPoints> {
  const said = new Map<string, string>()
  for (const point of points) said.set(point.name, await setUp(packed, point))
  return { said, modules: points.flatMap(({ name }) => [`${name}/worker.ts`, `${name}/native.ts`]) }
}

/** The tests: the whole way from a project to a row, on D1 and on an embedded SQLite. */
export function describeStartingPoints(
  known: () => { readonly packed: Packed; readonly points: StartingPoints },
): void {
  let miniflare: Miniflare | undefined
  const sqlOf = ({ name, migrations, rows }: StartingPoint): readonly string[] => {
    const { folder } = known().packed
    return [...migrations.flatMap((path) => statementsOf(join(folder, name, path))), ...rows]
  }
  beforeAll(async () => {
    miniflare = await workers(known().packed)
  })
  afterAll(() => miniflare?.dispose())

  describe.each(points)("starting from $name", (point) => {
    const { name, answer } = point

    test("init, then sqlgen", () => {
      expect(known().points.said.get(name)).toMatch(/^exit 0, exit 0\n1 query in 1 file, 3 written/)
    })

    test("a Worker answers a query from D1", async () => {
      if (miniflare === undefined) throw new Error("there are no Workers")
      const database = await miniflare.getD1Database("DB", name)
      for (const sql of sqlOf(point)) await database.prepare(sql).run()
      const worker = await miniflare.getWorker(name)
      expect(await (await worker.fetch("http://worker/")).json()).toEqual(answer)
    })

    test("an embedded SQLite answers it too", async () => {
      const { folder } = known().packed
      const database = new Database(":memory:")
      for (const sql of sqlOf(point)) database.exec(sql)
      const file = join(folder, name, "native.mjs")
      writeFileSync(file, await bundle(folder, `${name}/native.ts`))
      const { rowsOf } = await import(pathToFileURL(file).href)
      expect(rowsOf(database)).toEqual(answer)
      database.close()
    })
  })
}

/** Exit codes of `sqlgen init` and `sqlgen`, and what the latter printed. */
async function setUp(packed: Packed, { name, from, module, query }: StartingPoint): Promise<string> {
  const folder = join(packed.folder, name)
  cpSync(join(root, "test/init", from, "project"), folder, { recursive: true })
  const init = await runSqlgen(packed, folder, ["init"])
  const generate = await runSqlgen(packed, folder, [])
  writeFileSync(
    join(folder, "worker.ts"),
    `import { d1 } from "wonder-sql/d1"
import { ${query} } from "./gen/${module}.js"

interface Env {
  DB: D1Database
}

export default {
  async fetch(_request, env): Promise<Response> {
    return Response.json(await ${query}(d1(env.DB), { limit: 2 }))
  },
} satisfies ExportedHandler<Env>
`,
  )
  writeFileSync(
    join(folder, "native.ts"),
    `import { native } from "wonder-sql/native"
import { ${query}, type ${query.replace("list", "List")}Row } from "./gen/${module}.js"
import { ${query}Row } from "./gen/${module}.schemas.js"

export function rowsOf(database: Parameters<typeof native>[0]): ${query.replace("list", "List")}Row[] {
  return ${query}(native(database), { limit: 2 }).map((row) => ${query}Row.parse(row))
}
`,
  )
  return `exit ${init.exit}, exit ${generate.exit}\n${generate.stderr}`
}

async function workers(packed: Packed): Promise<Miniflare> {
  const scripts = await Promise.all(points.map(({ name }) => bundle(packed.folder, `${name}/worker.ts`)))
  return new Miniflare({
    workers: points.map(({ name }, index) => ({
      name,
      modules: true,
      script: scripts[index] ?? "",
      compatibilityDate: "2026-04-01",
      d1Databases: { DB: name },
    })),
  })
}
