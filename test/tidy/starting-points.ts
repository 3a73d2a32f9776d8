import { cpSync, readFileSync, writeFileSync } from "node:fs"
import { join, relative } from "node:path"
import { pathToFileURL } from "node:url"
import { build } from "esbuild"
import Database from "libsql"
import { Miniflare } from "miniflare"
import ts from "typescript"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type Packed, runSqlgen } from "./packed.ts"
import { root } from "./repository.ts"

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

/** The whole way from a project to a row, with the packed package, on D1 and on an embedded SQLite. */
export function describeStartingPoints(packed: () => Packed): void {
  const said = new Map<string, string>()
  let types: readonly string[] = []
  let miniflare: Miniflare

  beforeAll(async () => {
    for (const point of points) said.set(point.name, await setUp(packed(), point))
    types = typeErrors(packed())
    miniflare = await workers(packed())
  }, 120_000)
  afterAll(() => miniflare.dispose())

  describe("the types that the four starting points give", () => {
    test("are right under the tsconfig of a new Worker, with the types of Cloudflare", () => expect(types).toEqual([]))
  })

  describe.each(points)("starting from $name", ({ name, migrations, rows, answer }) => {
    test("init, then sqlgen", () => expect(said.get(name)).toMatch(/^exit 0, exit 0\n1 query in 1 file, 3 written/))

    test("a Worker answers a query from D1", async () => {
      const database = await miniflare.getD1Database("DB", name)
      for (const sql of [...migrations.flatMap((path) => statementsOf(packed(), name, path)), ...rows]) {
        await database.prepare(sql).run()
      }
      const worker = await miniflare.getWorker(name)
      expect(await (await worker.fetch("http://worker/")).json()).toEqual(answer)
    })

    test("an embedded SQLite answers it too", async () => {
      const database = new Database(":memory:")
      for (const sql of [...migrations.flatMap((path) => statementsOf(packed(), name, path)), ...rows])
        database.exec(sql)
      const code = await bundle(packed(), `${name}/native.ts`)
      const file = join(packed().folder, name, "native.mjs")
      writeFileSync(file, code)
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

/** The options of `npm create cloudflare`, and the checks that stricter projects add. */
function typeErrors({ folder }: Packed): readonly string[] {
  const entries = points.flatMap(({ name }) => [join(folder, name, "worker.ts"), join(folder, name, "native.ts")])
  const program = ts.createProgram(entries, {
    target: ts.ScriptTarget.ES2024,
    lib: ["lib.es2024.d.ts"],
    module: ts.ModuleKind.ES2022,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    noEmit: true,
    isolatedModules: true,
    strict: true,
    skipLibCheck: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    types: [join(folder, "node_modules/@cloudflare/workers-types")],
  })
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    return `${relative(folder, file?.fileName ?? "")} ${ts.flattenDiagnosticMessageText(messageText, "\n")}`
  })
}

async function workers(packed: Packed): Promise<Miniflare> {
  const scripts = await Promise.all(points.map(({ name }) => bundle(packed, `${name}/worker.ts`)))
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

async function bundle({ folder }: Packed, entry: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    logLevel: "silent",
  })
  return outputFiles[0]?.text ?? ""
}

/** The statements of a migration, split the simple way: no part of the compiler has a say. */
function statementsOf({ folder }: Packed, name: string, path: string): readonly string[] {
  const text = readFileSync(join(folder, name, path), "utf8").replace(/^--(?!>).*$/gm, "")
  return text
    .split(/;\s*$|--> statement-breakpoint/m)
    .filter((sql) => sql.replace(/\/\*[\s\S]*?\*\//g, "").trim() !== "")
}
