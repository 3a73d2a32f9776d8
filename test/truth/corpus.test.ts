import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, describe, expect, it } from "vitest"
import { jsonlInspector } from "../../src/project/inspect-jsonl.ts"
import { parseQueryFile, parseSchemaFile } from "../../src/syntax/parse-file.ts"
import { seeded } from "../../src/verify/random.ts"
import { generatedSchema, statementOf } from "../inspect/generate.ts"
import { type Attempt, type Refusal, tryOnD1 } from "./try-on-d1.ts"

/*
 * `sqlgen inspect` with `"target": "d1"` against the local D1: statements that people write, odd ones, schema statements, and
 * random ones. Nothing that D1 refuses is accepted, and of what it accepts at most one in a hundred is refused. A file is a
 * schema, a line of `====`, and one statement per line. D1_SEED and D1_COUNT dig elsewhere with random statements.
 */
const seed = Number(process.env["D1_SEED"] ?? 11)
const count = Number(process.env["D1_COUNT"] ?? 300)

interface Group {
  readonly name: string
  readonly schema: string
  readonly statements: readonly string[]
}

const folder = join(import.meta.dirname, "corpus")
const files = readdirSync(folder).map((file): Group => {
  const [schema = "", statements = ""] = readFileSync(join(folder, file), "utf8").split("\n====\n")
  return { name: file, schema, statements: statements.split("\n").filter((line) => line !== "") }
})
const random: Group = {
  name: "random statements",
  schema: generatedSchema,
  statements: Array.from({ length: count }, (_, index) => statementOf(seeded(seed * 1_000_003 + index))),
}
const groups = [...files, random]

/** What the statement's text does not say: the value of a parameter, or the rows that are there. */
const ofTheData =
  /constraint failed|cannot store|datatype mismatch|malformed JSON|bad JSON path|labels must be TEXT|cannot hold BLOB|positive integer|integer overflow|malformed MATCH|fts5: syntax|unknown special query/

const statementsOfSchema = (schema: string): readonly string[] =>
  parseSchemaFile({ path: "schema.sql", text: schema }).value.map(({ span }) => schema.slice(span.start, span.end))

function attemptOf({ schema, statements }: Group): Attempt {
  return {
    schema: statementsOfSchema(schema),
    statements: statements.map((sql) => {
      const last = parseQueryFile({ path: "query.sql", text: sql }).value.at(-1)
      const parameters = Math.max(0, ...(last?.placeholders ?? []).map(({ index }) => index))
      return { sql, parameters: parameters > 100 ? 0 : parameters }
    }),
  }
}

const inspect = jsonlInspector()
type Answer = { readonly code: string; readonly message: string } | null
async function refusalHere(schema: string, sql: string): Promise<Answer> {
  const { error }: { readonly error: Answer } = JSON.parse(
    await inspect(JSON.stringify({ id: 1, schema, sql, target: "d1" })),
  )
  return error
}

let there: readonly (readonly Refusal[])[] = []
const here: Answer[][] = []
beforeAll(async () => {
  for (const { schema, statements } of groups) {
    const answers: Answer[] = []
    for (const sql of statements) answers.push(await refusalHere(schema, sql))
    here.push(answers)
  }
  there = await tryOnD1(groups.map(attemptOf))
}, 240_000)

interface Compared {
  readonly sql: string
  readonly here: Answer
  readonly there: Refusal
}

function compared(index: number): readonly Compared[] {
  const { statements = [] } = groups[index] ?? {}
  return statements.map((sql, at) => ({ sql, here: here[index]?.[at] ?? null, there: there[index]?.[at] }))
}

describe.each(groups.map(({ name }, index) => [name, index] as const))("%s", (_, index) => {
  it("nothing that D1 refuses is accepted", () => {
    const wrong = compared(index).filter(
      (one) => one.there !== undefined && one.here === null && !ofTheData.test(one.there),
    )
    expect(wrong.map(({ sql, there: words }) => `${sql}  =>  ${words}`)).toEqual([])
  })
})

it("at most one in a hundred that D1 accepts is refused", () => {
  const all = groups.flatMap((_, index) => compared(index))
  const accepted = all.filter((one) => one.there === undefined)
  const wrong = accepted.filter((one) => one.here !== null)
  process.stdout.write(
    `d1: ${all.length} statements, ${accepted.length} accepted there, ${wrong.length} of them refused here\n${wrong
      .map(({ sql, here: error }) => `  ${error?.code}: ${error?.message}: ${sql.slice(0, 160)}\n`)
      .join("")}`,
  )
  expect(wrong.length).toBeLessThanOrEqual(accepted.length / 100)
})
