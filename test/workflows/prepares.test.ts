import { describe, expect, it } from "vitest"
import { openD1, openNative } from "./database.ts"
import { statements } from "./statements.ts"

describe("every statement of the pack", () => {
  it("has a name of its own, a sentence that explains it, and an example for each parameter", () => {
    const names = statements.map((statement) => statement.name)
    expect(names).toEqual([...new Set(names)])
    for (const { name, parameters, examples } of statements) {
      expect(Object.keys(examples).sort(), name).toEqual([...parameters].sort())
    }
  })

  it("prepares on native SQLite with its examples bound", () => {
    const native = openNative()
    for (const { name, sql, parameters, examples } of statements) {
      const program = native.sql(`EXPLAIN ${sql}`, ...parameters.map((p) => examples[p]))
      expect(program.length, name).toBeGreaterThan(0)
    }
    native.raw.close()
  })

  it("prepares on D1 with its examples bound", async () => {
    const { databases, close } = await openD1(1)
    const refused: string[] = []
    for (const { name, sql, parameters, examples } of statements) {
      await databases[0]
        ?.sql(`EXPLAIN ${sql}`, ...parameters.map((p) => examples[p]))
        .catch((error: unknown) => refused.push(`${name}: ${error}`))
    }
    await close()
    expect(refused).toEqual([])
  }, 60_000)
})
