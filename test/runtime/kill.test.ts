import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { build } from "esbuild"
import Libsql from "libsql"
import { afterAll, beforeAll, expect, it } from "vitest"

/** How often a writer is killed. */
const kills = process.env["MODE"] === "soak" ? 200 : 20
const seed = Number(process.env["KILL_SEED"] ?? 1)

const folder = mkdtempSync(join(tmpdir(), "wonder-sql-kill-"))
const database = join(folder, "test.db")
const program = join(folder, "writer.mjs")
const children: ChildProcess[] = []

beforeAll(async () => {
  const libsql = createRequire(import.meta.url).resolve("libsql")
  const bundle = await build({
    entryPoints: [new URL("./kill/writer.ts", import.meta.url).pathname],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "es2022",
    alias: { libsql },
    external: [libsql],
  })
  writeFileSync(program, bundle.outputFiles[0]?.text ?? "")
  const db = new Libsql(database)
  db.exec("PRAGMA journal_mode = WAL")
  db.exec("CREATE TABLE accounts (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)")
  db.exec("CREATE TABLE moves (id INTEGER PRIMARY KEY, account INTEGER NOT NULL, by INTEGER NOT NULL)")
  db.exec("INSERT INTO accounts (id, n) VALUES (1, 0), (2, 0), (3, 0), (4, 0), (5, 0)")
  db.close()
})
afterAll(() => {
  for (const child of children) child.kill("SIGKILL")
  rmSync(folder, { recursive: true })
})

/** A writer that waits for its start. */
function start(): ChildProcess {
  const child = spawn(process.execPath, [program, database], { stdio: ["pipe", "pipe", "inherit"] })
  children.push(child)
  return child
}

async function said(child: ChildProcess, word: string): Promise<void> {
  for await (const text of child.stdout ?? []) if (String(text).includes(word)) return
}

/** What is left: whether the file is intact, whether each account is the sum of its moves, and how many moves there are. */
function left(): { readonly intact: unknown; readonly broken: number; readonly moves: number } {
  const db = new Libsql(database)
  const value = (sql: string): unknown => Object.values(Object(db.prepare(sql).get()))[0]
  const broken = value(
    "SELECT count(*) FROM accounts AS a WHERE n <> (SELECT coalesce(sum(by), 0) FROM moves WHERE account = a.id)",
  )
  const result = {
    intact: value("PRAGMA integrity_check"),
    broken: Number(broken),
    moves: Number(value("SELECT count(*) FROM moves")),
  }
  db.close()
  return result
}

it(`a writer that is killed ${kills} times leaves whole transactions only (KILL_SEED=${seed})`, async () => {
  let random = seed
  let waiting = start()
  let before = 0
  for (let count = 0; count < kills; count++) {
    const child = waiting
    const ended = once(child, "exit")
    child.stdin?.write("go\n")
    await said(child, "began")
    waiting = start()
    random = (random * 48271) % 2147483647
    await wait((random / 2147483647) * 12)
    child.kill("SIGKILL")
    await ended
    const state = left()
    expect({ ...state, moves: state.moves % 2 }).toEqual({ intact: "ok", broken: 0, moves: 0 })
    expect(state.moves).toBeGreaterThan(before)
    before = state.moves
  }
}, 300_000)
