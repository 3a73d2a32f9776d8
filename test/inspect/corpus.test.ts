import { describe, expect, test } from "vitest"
import { type Inspected, inspectQuery } from "../../src/project/inspect-line.ts"
import { isSoak } from "../sound/sources.ts"
import { answerText, type Case, corpus } from "./cases.ts"
import { groundOf, type Observed, observe } from "./observe.ts"

/*
 * The machine contract, statement by statement: what is answered, and that no value SQLite gives back on random legal rows
 * breaks it. An expectation is what SQLite's documentation says, confirmed by running. Statements of one schema share
 * their rows.
 */
interface Looked {
  readonly answer: Inspected
  readonly observed: Observed | undefined
}

const all = corpus()
const rounds = isSoak ? 200 : 5
const looked = new Map<string, Promise<ReadonlyMap<string, Looked>>>()

function look({ schema, sql }: Case): Promise<Looked | undefined> {
  const known = looked.get(schema) ?? lookAtAll(schema)
  looked.set(schema, known)
  return known.then((answers) => answers.get(sql))
}

async function lookAtAll(schema: string): Promise<ReadonlyMap<string, Looked>> {
  const texts = all.flatMap(({ cases }) => cases.filter((one) => one.schema === schema).map(({ sql }) => sql))
  const ground = await groundOf(schema)
  const answered = texts.map((sql) => ({ sql, answer: inspectQuery(sql, ground) }))
  ground.engine.close()
  const observed = await observe(schema, answered, { rounds, seed: 1 })
  return new Map(answered.map(({ sql, answer }, index) => [sql, { answer, observed: observed[index] }]))
}

for (const { file, cases } of all) {
  describe(file, () => {
    test.each(cases.map((one) => [one.title, one] as const))(
      "%s",
      async (_title, one) => {
        const found = await look(one)
        expect(found === undefined ? undefined : answerText(found.answer)).toBe(one.expected)
        expect(found?.observed?.lies).toEqual([])
      },
      1_200_000,
    )
  })
}
