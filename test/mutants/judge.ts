import type { StatementTypes } from "../../src/analyze/statement-types.ts"
import type { ValueType } from "../../src/analyze/value-type.ts"
import type { Catalog } from "../../src/catalog/catalog.ts"
import type { FunctionEntry } from "../../src/catalog/functions.ts"
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts"
import { typedName } from "../../src/project/type-word.ts"
import type { Statement } from "../../src/syntax/statement.ts"

/** The part of the program that is mutated. */
export interface Mutable {
  readonly inferStatement: (statement: Statement, catalog: Catalog) => StatementTypes
  readonly functions: Map<string, FunctionEntry>
}

/** A statement of a test, and what that test compares of the answer. */
export interface JudgedCase {
  readonly name: string
  /** schema and query in lower case */
  readonly text: string
  /** it takes long, and is only put to mutants that disable a whole rule */
  readonly large: boolean
  readonly answer: (program: Mutable) => string
}

/** A statement with the schema that it is read with. */
export interface Read {
  readonly statement: Statement
  readonly catalog: Catalog
}

/** The corpus: types, closed lists, row counts. */
export function corpusAnswer({ statement, catalog }: Read): JudgedCase["answer"] {
  return ({ inferStatement }) => {
    const { columns, parameters, cardinality } = inferStatement(statement, catalog)
    return JSON.stringify([
      [...columns, ...parameters].map((each) => typedName(each.name, each.type)),
      cardinality.value,
    ])
  }
}

/** Goldens also: shapes, bounds, messages, integer casts. */
export function goldenAnswer({ statement, catalog }: Read): JudgedCase["answer"] {
  return ({ inferStatement }) => {
    const types = inferStatement(statement, catalog)
    return JSON.stringify([
      types.columns.map(({ name, type }) => printedType(name, type)),
      types.parameters.map(({ name, type, uses, wide }) => [
        printedType(name, type),
        uses.map(({ visible }) => visible),
        wide,
      ]),
      types.cardinality.value,
      types.diagnostics.map(printedDiagnostic),
      types.wide.map(({ span, what }) => [span, what]),
    ])
  }
}

/** A golden that SQLite refuses: of our messages those that stand in its `expected.diagnostics.txt`. */
export function refusedAnswer({ statement, catalog }: Read, expected: string): JudgedCase["answer"] {
  return ({ inferStatement }) => {
    const said = inferStatement(statement, catalog).diagnostics.filter(({ message }) => expected.includes(message))
    return JSON.stringify(said.map(printedDiagnostic))
  }
}

/** What grows with a number: that twice the text is at most 2.2 times the steps. */
export function growthAnswer(once: Read, twice: Read): JudgedCase["answer"] {
  return ({ inferStatement }) => {
    const [few, many] = [once, twice].map(({ statement, catalog }) => inferStatement(statement, catalog).steps)
    return String((many ?? 0) / (few ?? 0) <= 2.2)
  }
}

function printedDiagnostic({ code, message, primary, secondary, help }: Diagnostic): unknown {
  return [code, message, [primary, ...secondary].map(({ span, text }) => [span, text]), help]
}

function printedType(name: string, type: ValueType): unknown {
  const { json, limits, logical, array, storage } = type
  const shape = JSON.stringify(json, (key, value: unknown) => (key === "from" ? undefined : value))
  return [typedName(name, type), shape, limits, logical, array, [...storage].toSorted()]
}
