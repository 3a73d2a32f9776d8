import { beforeAll, describe, expect, it } from "vitest"
import { askD1, askEngine } from "./ask.ts"
import type { Answer, Fact } from "./fact.ts"
import { affinity } from "./facts/affinity.ts"
import { aggregates } from "./facts/aggregates.ts"
import { fullText } from "./facts/full-text.ts"
import { json } from "./facts/json.ts"
import { nulls } from "./facts/nulls.ts"
import { numbers } from "./facts/numbers.ts"
import { statements } from "./facts/statements.ts"
import { writes } from "./facts/writes.ts"

const groups = { affinity, nulls, numbers, aggregates, json, writes, "full text": fullText, statements }
const facts = Object.values(groups).flat()

let fromD1: ReadonlyMap<Fact, Answer>
beforeAll(async () => {
  const answers = await askD1(facts)
  fromD1 = new Map(answers.flatMap((answer, index) => pair(facts[index], answer)))
}, 60_000)

function pair(fact: Fact | undefined, answer: Answer): readonly (readonly [Fact, Answer])[] {
  return fact === undefined ? [] : [[fact, answer]]
}

function expectAnswer(answer: Answer | undefined, { answer: expected }: Fact): void {
  if ("rows" in expected) expect(answer).toEqual(expected)
  else if ("plan" in expected) expect(details(answer)).toContain(expected.plan)
  else expect(answer).toEqual({ refusal: expect.stringMatching(new RegExp(escaped(expected.refusal), "i")) })
}

function details(answer: Answer | undefined): string {
  return answer !== undefined && "rows" in answer
    ? answer.rows.map((values) => values.at(-1)).join("\n")
    : JSON.stringify(answer)
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
}

for (const [group, members] of Object.entries(groups)) {
  describe(group, () => {
    for (const fact of members) {
      it(`${fact.claim} [engine]`, async () => expectAnswer(await askEngine(fact), fact))
      it(`${fact.claim} [D1]`, () => expectAnswer(fromD1.get(fact), fact))
    }
  })
}
