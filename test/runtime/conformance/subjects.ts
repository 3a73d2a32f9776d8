import { mkdtempSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createClient } from "@libsql/client"
import { build } from "esbuild"
import Libsql from "libsql"
import { Miniflare } from "miniflare"
import { libsqlClient } from "../../../src/runtime/drivers/libsql-client.ts"
import { type NativeDatabase, native } from "../../../src/runtime/drivers/native.ts"
import { type NodeSqliteLike, nodeSqlite } from "../../../src/runtime/drivers/node-sqlite.ts"
import { casesFrom } from "./cases.ts"
import { benchOf, type Case, type Need, type Outcomes, outcomesOf, type Subject } from "./outcome.ts"
import { reset, schema, withoutFts5 } from "./schema.ts"

/** How to run the suite on a subject, or why it is not there. */
export type Runner = Present | { readonly absent: string }

export interface Present {
  readonly run: () => Promise<Outcomes>
  readonly without: readonly Need[]
}

/** Of the random values: the same in every run, until CONFORMANCE_SEED digs elsewhere. */
export const seed: number = Number(process.env["CONFORMANCE_SEED"] ?? 1)

/** Random programs of transactions. */
const programs: number = Number(process.env["CONFORMANCE_PROGRAMS"] ?? (process.env["MODE"] === "soak" ? 2_000 : 300))

export const cases: readonly Case[] = casesFrom(seed, programs)

/** D1 takes 2,000,000 bytes in a value, so that is what all are asked to take. */
const options = { maxValueBytes: 2_000_000 }

export const runners: Readonly<Record<Subject, Runner>> = {
  d1: complete(() => inWorker("/d1")),
  "d1 session": complete(() => inWorker("/d1-session")),
  "d1 sessions": complete(() => inWorker("/d1-sessions")),
  "durable-object": complete(() => inWorker("/durable-object")),
  "native: libsql": complete(() => onNative(new Libsql(":memory:"))),
  "native: better-sqlite3": betterSqlite3(),
  "node-sqlite": nodeBuiltin(),
  "libsql-client": complete(onLibsqlClient),
}

function complete(run: Present["run"]): Present {
  return { run, without: [] }
}

/** The cases that are left where SQLite lacks something. */
export function casesWithout(without: readonly Need[]): readonly Case[] {
  return cases.filter(({ needs }) => needs === undefined || !without.includes(needs))
}

/** Stops what the runners share. */
export async function stop(): Promise<void> {
  await (await workerd?.catch(() => undefined))?.dispose()
}

let workerd: Promise<Miniflare> | undefined

async function inWorker(path: string): Promise<Outcomes> {
  workerd ??= startWorkerd()
  const response = await (await workerd).dispatchFetch(`http://worker${path}?seed=${seed}&programs=${programs}`)
  const text = await response.text()
  if (!response.ok) throw new Error(text)
  return JSON.parse(text)
}

async function startWorkerd(): Promise<Miniflare> {
  const bundle = await build({
    entryPoints: [new URL("./worker.ts", import.meta.url).pathname],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
  })
  return new Miniflare({
    modules: true,
    script: bundle.outputFiles[0]?.text ?? "",
    compatibilityDate: "2026-04-01",
    d1Databases: { DB: "conformance", SESSION: "session", SESSIONS: "sessions" },
    durableObjects: { STORE: { className: "Store", useSQLite: true } },
  })
}

async function onNative(database: NativeDatabase & { close(): unknown }): Promise<Outcomes> {
  database.exec("PRAGMA foreign_keys = ON")
  for (const sql of schema) database.exec(sql)
  const bench = benchOf(native(database, options), async (sql) => {
    const statement = database.prepare(sql)
    if (statement.reader) statement.raw(true)
    else statement.run([])
    return statement.reader ? statement.all([]).filter(Array.isArray) : []
  })
  const outcomes = await outcomesOf(cases, bench, async () => {
    for (const sql of reset) database.exec(sql)
  })
  database.close()
  return outcomes
}

/** It is built with a compiler, so it is no dependency: WONDER_SQL_PEERS names a folder where it is installed. */
function betterSqlite3(): Runner {
  const folder = process.env["WONDER_SQL_PEERS"]
  if (folder === undefined) return { absent: "WONDER_SQL_PEERS names no folder where better-sqlite3 is installed" }
  const BetterSqlite3 = createRequire(join(folder, "package.json"))("better-sqlite3")
  return complete(() => onNative(new BetterSqlite3(":memory:")))
}

function nodeBuiltin(): Runner {
  const sqlite: unknown = process.getBuiltinModule("node:sqlite")
  const DatabaseSync: unknown = Object(sqlite).DatabaseSync
  if (typeof DatabaseSync !== "function") return { absent: `Node ${process.version} has no node:sqlite` }
  const open = (): NodeDatabase => Reflect.construct(DatabaseSync, [":memory:"])
  const without: readonly Need[] = hasFts5(open()) ? [] : ["fts5"]
  return { run: () => onNodeSqlite(open(), without), without }
}

type NodeDatabase = NodeSqliteLike & { close(): void }

/** From Node 22.16 it is there. */
function hasFts5(database: NodeDatabase): boolean {
  const options = database.prepare("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").all()
  database.close()
  return options.length > 0
}

async function onNodeSqlite(database: NodeDatabase, without: readonly Need[]): Promise<Outcomes> {
  const able = (texts: readonly string[]): readonly string[] => (without.includes("fts5") ? withoutFts5(texts) : texts)
  for (const sql of able(schema)) database.exec(sql)
  const bench = benchOf(nodeSqlite(database, options), async (sql) =>
    database
      .prepare(sql)
      .all()
      .map((row) => Object.values(Object(row))),
  )
  const outcomes = await outcomesOf(casesWithout(without), bench, async () => {
    for (const sql of able(reset)) database.exec(sql)
  })
  database.close()
  return outcomes
}

async function onLibsqlClient(): Promise<Outcomes> {
  const folder = mkdtempSync(join(tmpdir(), "wonder-sql-libsql-client-"))
  const client = createClient({ url: `file:${join(folder, "test.db")}`, intMode: "bigint" })
  await client.executeMultiple(schema.join(";\n"))
  const bench = benchOf(libsqlClient(client, options), async (sql) => {
    const { rows } = await client.execute(sql)
    return rows.map((row) => Array.from(row, (value) => (typeof value === "bigint" ? Number(value) : value)))
  })
  const outcomes = await outcomesOf(cases, bench, () => client.batch([...reset], "write"))
  client.close()
  rmSync(folder, { recursive: true })
  return outcomes
}
