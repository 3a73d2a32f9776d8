import Libsql from "libsql"
import { native } from "../../../src/runtime/drivers/native.ts"
import { type ExecQuery, execQuery } from "../../../src/runtime/index.ts"

/*
 * A process that does transactions without end, to be killed: each moves a number from one account to another, in a savepoint of
 * its own, and logs it. It waits for a line on its standard input, so that it can be started before it is needed.
 */

const [path = ""] = process.argv.slice(2)

function statement(name: string, sql: string): ExecQuery<{ readonly id: number; readonly by: number }> {
  return execQuery({
    ...{ name, sql, source: "kill", columns: [], readonly: false, tables: { reads: [], writes: [] }, changes: "own" },
    parameters: [
      ["id", "integer"],
      ["by", "integer"],
    ],
    results: [],
    bind: ({ id, by }) => [id, by],
  })
}

const add = statement("add", "UPDATE accounts SET n = n + ?2 WHERE id = ?1")
const log = statement("log", "INSERT INTO moves (account, by) VALUES (?1, ?2)")

process.stdin.once("data", () => {
  const db = native(new Libsql(path))
  for (let round = 0; ; round++) {
    const by = (round % 7) + 1
    void db.transaction((tx) => {
      for (const [id, sign] of [
        [(round % 5) + 1, -1],
        [((round + 2) % 5) + 1, 1],
      ] as const)
        void tx.savepoint((inner) => {
          void inner.run(add.with({ id, by: sign * by }))
          void inner.run(log.with({ id, by: sign * by }))
        })
    })
    if (round === 0) process.stdout.write("began\n")
  }
})
process.stdout.write("ready\n")
