import { expect, test } from "vitest"
import type { Statement } from "../../src/runtime/driver.ts"
import { RowShapeError } from "../../src/runtime/index.ts"
import { allRows } from "../../src/runtime/rows.ts"

const statement: Statement<void, never> = {
  name: "odd",
  source: "sql/queries/odd.sql:1",
  sql: "SELECT 1 AS n",
  columns: ["n"],
  readonly: true,
  tables: { reads: [], writes: [] },
  changes: "own",
  parameters: [],
  results: [["n", "integer"]],
  bind: () => [],
  decode: () => undefined,
}

test.each([
  [{ toString: "" }, "an object"],
  [Object.create(null), "an object"],
  [Symbol("s"), "symbol Symbol(s)"],
  [true, "boolean true"],
])("a driver may answer %o: that is a row of another shape, whatever the value can be turned into", (value, words) => {
  const read = (): unknown => allRows(statement, [[value]])
  expect(read).toThrow(RowShapeError)
  expect(read).toThrow(words)
})
