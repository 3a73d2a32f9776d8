// npx tsx scripts/transaction-bench.ts [rounds]: a transaction of ten statements against ten calls, on a local D1, inside a Worker
import { startMeasured } from "./measured-worker.ts"

const rounds = Number(process.argv[2] ?? 200)
const schema = "CREATE TABLE cells (id INTEGER PRIMARY KEY, n INTEGER NOT NULL) STRICT;"
const ten = Array.from({ length: 10 }, (_, id) => `UPDATE cells SET n = n + :by WHERE id = ${id};`)
const guarded = ten.map((statement) => `${statement} -- @expect changes = 1 else gone`)
const queries = `
-- name: addToOne
UPDATE cells SET n = n + :by WHERE id = :id;
-- name: addToAll
${ten.join("\n")}
-- name: addToAllGuarded
${guarded.join("\n")}
`

/** Milliseconds of each, the three in turns; the clock of a Worker stands still between two answers. */
const worker = `
import { d1 } from "./src/runtime/drivers/d1.ts"
import { addToAll, addToAllGuarded, addToOne } from "./queries.ts"
const timed = async (run) => { const start = performance.now(); await run(); return performance.now() - start }
export default {
  async fetch(request, { DB }) {
    const db = d1(DB)
    const calls = { sequential: [], transaction: [], guarded: [] }
    for (let round = 0; round < ${rounds}; round++) {
      calls.sequential.push(await timed(async () => { for (let id = 0; id < 10; id++) await addToOne(db, { by: 1, id }) }))
      calls.transaction.push(await timed(() => addToAll(db, { by: 1 })))
      calls.guarded.push(await timed(() => addToAllGuarded(db, { by: 1 })))
    }
    return Response.json(calls)
  },
}
`

const measured = await startMeasured({ schema, queries, worker })
await measured.execute("INSERT INTO cells (id, n) SELECT key, 0 FROM json_each('[0,0,0,0,0,0,0,0,0,0]')")
const times = await measured.ask()
await measured.dispose()

function median(name: string): number {
  const all: unknown = Reflect.get(Object(times), name)
  const sorted = Array.isArray(all) ? all.map(Number).toSorted((a, b) => a - b) : []
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

const [sequential, transaction, withGuards] = [median("sequential"), median("transaction"), median("guarded")]
const line = (what: string, ms: number): string =>
  `${what.padEnd(34)}${ms.toFixed(2).padStart(8)} ms   ${(ms / sequential).toFixed(3)}`
console.log(`medians of ${rounds} rounds on a local D1, and as a part of ten calls (budget 0.18)`)
console.log(line("ten calls", sequential))
console.log(line("one transaction of ten", transaction))
console.log(line("the same, each with a guard", withGuards))
