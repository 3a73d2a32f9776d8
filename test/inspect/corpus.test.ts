import { afterAll, describe, expect, test } from "vitest"
import { type Inspected, inspectQuery } from "../../src/project/inspect-line.ts"
import { answerText, type Case, corpus } from "./cases.ts"
import { type Ground, groundOf, observe } from "./observe.ts"

/*
 * The machine contract, statement by statement: what is answered, and that no value SQLite gives back on random legal rows
 * breaks it. An expectation is what SQLite's documentation says, confirmed by running.
 */
const grounds = new Map<string, Promise<Ground>>()

function groundFor(schema: string): Promise<Ground> {
  const known = grounds.get(schema) ?? groundOf(schema)
  grounds.set(schema, known)
  return known
}

afterAll(async () => {
  for (const ground of grounds.values()) (await ground).engine.close()
})

async function answerOf({ schema, sql }: Case): Promise<Inspected> {
  return inspectQuery(sql, await groundFor(schema))
}

for (const { file, cases } of corpus()) {
  describe(file, () => {
    test.each(cases.map((one) => [one.title, one] as const))("%s", async (_title, one) => {
      const answer = await answerOf(one)
      expect(answerText(answer)).toBe(one.expected)
      const { lies } = observe(await groundFor(one.schema), one.sql, answer, 3, 1)
      expect(lies).toEqual([])
    })
  })
}
