import type { StatementTypes } from "../../src/analyze/statement-types.ts"
import type { ValueType } from "../../src/analyze/value-type.ts"
import type { Catalog } from "../../src/catalog/catalog.ts"
import type { FunctionEntry } from "../../src/catalog/functions.ts"
import { cutWith } from "../../src/project/check-statement.ts"
import { typedName } from "../../src/project/type-word.ts"
import { parseQueryFile } from "../../src/syntax/parse-file.ts"
import type { Statement } from "../../src/syntax/statement.ts"
import { goldenNames, readCase } from "../golden/case.ts"
import { corpus } from "../inspect/cases.ts"
import { type Ground, groundOf } from "../inspect/observe.ts"

/** The part of the program that is mutated. */
export interface Mutable {
  readonly inferStatement: (statement: Statement, catalog: Catalog) => StatementTypes
  readonly functions: Map<string, FunctionEntry>
}

/** A statement of a golden or of the corpus. */
export interface JudgedCase {
  readonly name: string
  /** schema and query in lower case */
  readonly text: string
  readonly statement: Statement
  readonly catalog: Catalog
}

/** Every statement of goldens and corpus that SQLite accepts. */
export async function judgedCases(): Promise<readonly JudgedCase[]> {
  const goldens = goldenNames.map((name) => {
    const { schema, query } = readCase(name)
    return { name: `golden ${name}`, schema: schema.text, sql: query.text }
  })
  const claims = corpus().flatMap(({ file, cases }) =>
    cases.map(({ title, schema, sql }) => ({ name: `${file}: ${title}`, schema, sql })),
  )
  const grounds = new Map<string, Ground>()
  const found: JudgedCase[] = []
  for (const { name, schema, sql } of [...goldens, ...claims]) {
    const ground = grounds.get(schema) ?? (await groundOf(schema))
    grounds.set(schema, ground)
    for (const statement of parseQueryFile({ path: "query.sql", text: sql }, cutWith(ground.engine)).value) {
      const { start, end } = statement.span
      if (ground.engine.describe(sql.slice(start, end)).ok)
        found.push({ name, text: `${schema} ${sql}`.toLowerCase(), statement, catalog: ground.catalog })
    }
  }
  for (const { engine } of grounds.values()) engine.close()
  return found
}

/**
 * All that a case prints of an answer. The corpus: types, closed lists, row counts. Goldens also shapes, bounds, messages and integer
 * casts.
 */
export function printed({ inferStatement }: Mutable, { name, statement, catalog }: JudgedCase): string {
  const types = inferStatement(statement, catalog)
  const all = [...types.columns, ...types.parameters].map((each) => typedName(each.name, each.type))
  if (!name.startsWith("golden ")) return JSON.stringify([all, types.cardinality.value])
  return JSON.stringify([
    types.columns.map(({ name, type }) => printedType(name, type)),
    types.parameters.map(({ name, type, uses, wide }) => [
      printedType(name, type),
      uses.map(({ visible }) => visible),
      wide,
    ]),
    types.cardinality.value,
    types.diagnostics.map(({ code, message, primary }) => [code, message, primary.span, primary.text]),
    types.wide.map(({ span, what }) => [span, what]),
  ])
}

function printedType(name: string, type: ValueType): unknown {
  const { json, limits, logical, array, storage } = type
  const shape = JSON.stringify(json, (key, value: unknown) => (key === "from" ? undefined : value))
  return [typedName(name, type), shape, limits, logical, array, [...storage].toSorted()]
}
