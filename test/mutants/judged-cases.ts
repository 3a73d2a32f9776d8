import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { cutWith } from "../../src/project/check-statement.ts"
import { parseQueryFile } from "../../src/syntax/parse-file.ts"
import { goldenNames, readCase } from "../golden/case.ts"
import { corpus } from "../inspect/cases.ts"
import { families, large, largeSchema } from "../inspect/large.ts"
import { type Ground, groundOf } from "../inspect/observe.ts"
import { corpusAnswer, goldenAnswer, growthAnswer, type JudgedCase, type Read, refusedAnswer } from "./judge.ts"

interface Asked extends Read {
  readonly taken: boolean
}

/** Every statement of goldens and corpus, and the large ones of `test/inspect/steps.test.ts`. */
export async function judgedCases(): Promise<readonly JudgedCase[]> {
  const grounds = new Map<string, Ground>()
  const asked = async (schema: string, sql: string): Promise<readonly Asked[]> => {
    const ground = grounds.get(schema) ?? (await groundOf(schema))
    grounds.set(schema, ground)
    return parseQueryFile({ path: "query.sql", text: sql }, cutWith(ground.engine)).value.map((statement) => {
      const { start, end } = statement.span
      return { statement, catalog: ground.catalog, taken: ground.engine.describe(sql.slice(start, end)).ok }
    })
  }
  const found: JudgedCase[] = []
  for (const name of goldenNames) {
    const { schema, query, folder } = readCase(name)
    const said = textIn(folder, "expected.diagnostics.txt")
    for (const read of await asked(schema.text, query.text)) {
      const answer = read.taken ? goldenAnswer(read) : refusedAnswer(read, said)
      found.push({ name: `golden ${name}`, text: lower(schema.text, query.text), large: false, answer })
    }
  }
  const claims = corpus().flatMap(({ file, cases }) => cases.map((one) => ({ ...one, name: `${file}: ${one.title}` })))
  for (const { name, schema, sql } of claims)
    for (const read of await asked(schema, sql))
      if (read.taken) found.push({ name, text: lower(schema, sql), large: false, answer: corpusAnswer(read) })
  for (const [name, sql] of large)
    for (const read of await asked(largeSchema, sql))
      if (read.taken) found.push({ name: `large: ${name}`, text: lower(sql), large: true, answer: corpusAnswer(read) })
  for (const [name, sqlOf, size] of families) {
    const [once, twice] = await Promise.all([size, size * 2].map((each) => asked(largeSchema, sqlOf(each))))
    if (once?.[0] === undefined || twice?.[0] === undefined) continue
    const answer = growthAnswer(once[0], twice[0])
    found.push({ name: `growth: ${name}`, text: lower(sqlOf(size)), large: true, answer })
  }
  for (const { engine } of grounds.values()) engine.close()
  return found
}

function textIn(folder: string, name: string): string {
  const path = join(folder, name)
  return existsSync(path) ? readFileSync(path, "utf8") : ""
}

function lower(...texts: readonly string[]): string {
  return texts.join(" ").toLowerCase()
}
