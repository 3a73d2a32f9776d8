// npx tsx scripts/watch-bench.ts [rebuilds]: from save to written in a project of 500 files, schema changes there, and memory
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { compileSources } from "../src/project/build.ts"
import { watch } from "../src/project/watch.ts"
import { WatchTask } from "../src/project/watch-task.ts"
import type { SourceFile } from "../src/source/source-file.ts"

const files = 500
const tables = Array.from({ length: 20 }, (_, index) => `t${index}`)
const columns = "id INTEGER PRIMARY KEY, name TEXT NOT NULL, a INTEGER, b TEXT CHECK (b IN ('x', 'y'))"
const schema: SourceFile = {
  path: "sql/migrations/0001.sql",
  text: tables.map((name) => `CREATE TABLE ${name} (${columns}) STRICT;\n`).join(""),
}

function queryFile(index: number, edit: number): SourceFile {
  const table = tables[index % tables.length]
  const text = [
    `-- name: get${index}\nSELECT id, name, a, b, ${edit} AS edit FROM ${table} WHERE id = :id;\n`,
    `-- name: list${index}\nSELECT a, count(*) AS n${edit} FROM ${table} WHERE a > :min GROUP BY a LIMIT :limit;\n`,
    `-- name: add${index}\nINSERT INTO ${table} (name, a, b) VALUES (:name, :a, ifnull(:b, ${edit})) RETURNING id;\n`,
  ]
  return { path: `sql/queries/q${index}.sql`, text: text.join("\n") }
}

function write(file: SourceFile): void {
  writeFileSync(join(root, file.path), file.text)
}

const options = { target: "d1", casing: "camel", validation: "generated", runtime: "wonder-sql/runtime" } as const

/** Milliseconds to compile one file alone: the schema, the file, its output as text. */
async function alone(file: SourceFile): Promise<number> {
  const start = performance.now()
  await compileSources({ schema: [schema], queries: [file] }, { ...options, outDir: "gen", rules: new Map() })
  return performance.now() - start
}

/** The two by turns, so that whatever else the machine does slows both. */
async function speed(): Promise<void> {
  const stop = new AbortController()
  const times: { readonly save: number; readonly alone: number }[] = []
  let edit = 0
  let start = 0
  const save = (): void => {
    edit++
    start = performance.now()
    write(queryFile(7 + edit, edit))
  }
  const ended = async (): Promise<void> => {
    const taken = performance.now() - start
    times.push({ save: taken, alone: await alone(queryFile(7 + edit, edit)) })
    if (edit === 80) stop.abort()
    else setTimeout(save, 200) // past the second look at the save before
  }
  await watch(
    root,
    { begun: () => undefined, ended: () => void ended(), trouble: console.error, progress: () => undefined },
    stop.signal,
  )
  for (const what of ["alone", "save"] as const) {
    const sorted = times.slice(-50).map((time) => time[what])
    console.log(`${what}: ${sorted.sort((a, b) => a - b)[25]?.toFixed(1)} ms (median of 50)`)
  }
}

/** What a new migration costs: all from nothing, and when it touches one table of twenty, and none. */
async function schemaChange(): Promise<void> {
  const task = new WatchTask(root)
  const edit = async (what: string, text: string): Promise<void> => {
    const path = "sql/migrations/0002.sql"
    write({ path, text })
    const start = performance.now()
    await task.run(new Set([path]), () => undefined)
    console.log(`${what}: ${(performance.now() - start).toFixed(0)} ms`)
  }
  await edit("everything", "CREATE TABLE u (a);\n")
  await edit("a migration that concerns one table of twenty", "ALTER TABLE t3 ADD COLUMN c TEXT;\n")
  await edit("a migration that concerns no query", "CREATE TABLE v (a);\n")
  await edit("a migration with an error", "CREATE TABLE v (;\n")
  await edit("its repair", "CREATE TABLE v (a);\n")
  task.close()
  rmSync(join(root, "sql/migrations/0002.sql"))
}

async function memory(rebuilds: number): Promise<void> {
  setFlagsFromString("--expose-gc")
  const task = new WatchTask(root)
  await task.run(undefined, () => undefined)
  for (let edit = 1; edit <= rebuilds; edit++) {
    const file = queryFile(edit % files, edit)
    write(file)
    await task.run(new Set([file.path]), () => undefined)
    if (![100, 1000, rebuilds / 2, rebuilds].includes(edit)) continue
    runInNewContext("gc")()
    const { heapUsed, heapTotal, external, rss } = process.memoryUsage()
    const outside = `${heapTotal >> 20} MB of it reserved, ${external >> 20} MB outside`
    console.log(
      `after ${edit} rebuilds: ${(heapUsed / 2 ** 20).toFixed(1)} MB of heap, ${outside}, ${rss >> 20} MB resident`,
    )
  }
  task.close()
}

const root = mkdtempSync(join(tmpdir(), "sqlgen-bench-"))
for (const folder of ["queries", "migrations"]) mkdirSync(join(root, "sql", folder), { recursive: true })
for (const file of [schema, ...Array.from({ length: files }, (_, index) => queryFile(index, 0))]) write(file)
await speed()
await schemaChange()
await memory(Number(process.argv[2] ?? 2000))
rmSync(root, { recursive: true })
