import { readFileSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, describe, expect, it } from "vitest"
import { refusalRules } from "../../src/analyze/refusals/index.ts"
import { hasErrors } from "../../src/diagnostics/diagnostic.ts"
import { parseQueryFile, parseSchemaFile } from "../../src/syntax/parse-file.ts"
import type { Statement } from "../../src/syntax/statement.ts"
import { compileCase, type GoldenCase, goldenNames, readCase } from "../golden/case.ts"
import { askD1 } from "./ask.ts"
import type { Answer, Fact } from "./fact.ts"

/*
 * The golden cases of what D1 refuses, sent to the local D1 as they are: it refuses them as well, in the words that the
 * message quotes. And where the message comes with a text to put in place, D1 takes that text.
 */
const errors = refusalRules
  .map(({ code }) => code)
  .filter((code) => code !== "like-parameter" && code !== "beyond-promise")
const pattern = new RegExp(`^error\\[(?:${errors.join("|")}|always-fails)\\]: .*: (.*)$`, "m")

interface Case {
  readonly golden: GoldenCase
  /** what the message quotes after `refuses it: ` */
  readonly words: string
}

const cases = goldenNames.flatMap((name): readonly Case[] => {
  const golden = readCase(name)
  const expected = readFileSync(join(golden.folder, "expected.diagnostics.txt"), "utf8")
  const words = /refuses it: (.*)$|it fails whenever it runs: (.*)$/m.exec(expected)
  if (golden.config.target !== "d1" || !pattern.test(expected)) return []
  return [{ golden, words: (words?.[1] ?? words?.[2] ?? "").replace(/^near ".*": /, "") }]
})

/** A statement as D1 gets it, with 1 for each parameter. */
function factOf(setup: readonly Statement[], statement: Statement): Fact {
  const count = Math.max(0, ...statement.placeholders.map(({ index }) => index))
  return {
    claim: "",
    setup: setup.map(textOf),
    sql: textOf(statement),
    binds: Array.from({ length: count }, () => 1),
    answer: { refusal: "" },
  }
}

function textOf({ file, span }: Statement): string {
  return file.text.slice(span.start, span.end)
}

/** The schema first, each statement after those before it, then the queries. */
function factsOf(golden: Pick<GoldenCase, "schema" | "query">): readonly Fact[] {
  const schema = parseSchemaFile(golden.schema).value
  const queries = parseQueryFile(golden.query).value
  return [
    ...schema.map((statement, index) => factOf(schema.slice(0, index), statement)),
    ...queries.map((statement) => factOf(schema, statement)),
  ]
}

it("there are cases of every refusal", () => {
  const told = cases.map(({ golden }) => readFileSync(join(golden.folder, "expected.diagnostics.txt"), "utf8")).join()
  expect(errors.filter((code) => !told.includes(`error[${code}]`))).toEqual([])
})

describe("D1 refuses what we refuse", () => {
  const asked = cases.map(({ golden }) => factsOf(golden))
  let answers: readonly Answer[] = []
  beforeAll(async () => {
    answers = await askD1(asked.flat())
  }, 120_000)

  it.each(cases.map((one, index) => [one.golden.name, one, index] as const))("%s", (_name, { words }, index) => {
    const from = asked.slice(0, index).flat().length
    const own = answers.slice(from, from + (asked[index]?.length ?? 0))
    const refusals = own.flatMap((answer) => ("refusal" in answer ? [answer.refusal] : []))
    expect(refusals.join("\n")).toContain(words)
  })
})

describe("D1 takes what we offer in its place", () => {
  const repaired: { readonly name: string; readonly facts: readonly Fact[] }[] = []
  let answers: readonly Answer[] = []
  beforeAll(async () => {
    for (const { golden } of cases) {
      const { diagnostics } = await compileCase(golden)
      const fixes = diagnostics.flatMap(({ fix }) => (fix === undefined ? [] : [fix]))
      if (fixes.length === 0) continue
      const apply = (file: GoldenCase["schema"]): GoldenCase["schema"] => ({
        path: file.path,
        text: fixes
          .filter((fix) => fix.file.path === file.path)
          .toSorted((a, b) => b.span.start - a.span.start)
          .reduce((text, { span, text: put }) => text.slice(0, span.start) + put + text.slice(span.end), file.text),
      })
      const fixed = { ...golden, schema: apply(golden.schema), query: apply(golden.query) }
      const again = await compileCase(fixed)
      expect({ name: golden.name, errors: hasErrors(again.diagnostics) }).toEqual({ name: golden.name, errors: false })
      repaired.push({ name: golden.name, facts: factsOf(fixed) })
    }
    answers = await askD1(repaired.flatMap(({ facts }) => facts))
  }, 120_000)

  it("without an error, in every case that has such a text", () => {
    expect(repaired.length).toBeGreaterThan(8)
    const refused = repaired.flatMap(({ name, facts }, index) => {
      const from = repaired.slice(0, index).flatMap((one) => one.facts).length
      return answers
        .slice(from, from + facts.length)
        .flatMap((answer) =>
          "refusal" in answer && !/UNIQUE constraint|raised|kept/.test(answer.refusal)
            ? [`${name}: ${answer.refusal}`]
            : [],
        )
    })
    expect(refused).toEqual([])
  })
})
