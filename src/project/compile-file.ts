import type { AnalyzeOptions } from "../analyze/analyze.ts"
import { checkNames } from "../analyze/check-names.ts"
import type { CheckedQuery } from "../analyze/checked-query.ts"
import type { Diagnostic, Outcome } from "../diagnostics/diagnostic.ts"
import { type EmitOptions, type EmittedFile, emitFile } from "../emit/file.ts"
import type { SourceFile } from "../source/source-file.ts"
import { parseQueryFile } from "../syntax/parse-file.ts"
import type { Statement } from "../syntax/statement.ts"
import type { AppliedSchema } from "./applied-schema.ts"
import { type Basis, notingBasis } from "./basis.ts"
import { checkStatement, cutWith } from "./check-statement.ts"
import { report } from "./report.ts"
import type { Rules } from "./rules-config.ts"
import { silence } from "./silence.ts"

export type CompileOptions = AnalyzeOptions & EmitOptions & { readonly rules: Rules }

/** A query file, its queries in the order in which they stand, and what is generated from it. */
export interface CompiledFile {
  readonly file: SourceFile
  /** true when it has an error: then it has no queries, and nothing is generated from it */
  readonly failed: boolean
  readonly queries: readonly CheckedQuery[]
  readonly findings: readonly Diagnostic[]
  readonly emitted: readonly EmittedFile[]
  /** what `check` answered, statement by statement */
  readonly statements: readonly CheckedStatement[]
}

/** What checking a statement gave, and what that rests on. */
export interface Answer {
  readonly outcome: Outcome<readonly CheckedQuery[]>
  readonly basis: Basis
}

export interface CheckedStatement extends Answer {
  readonly statement: Statement
}

/** One statement checked: `checkStatement`, or what is known of an equal statement. */
export type Check = (statement: Statement) => Answer

/** One query file against the schema. Files do not know each other: this is a function of its arguments alone. */
export function compileFile(
  file: SourceFile,
  schema: AppliedSchema,
  options: CompileOptions,
  check: Check = checkAgainst(schema, options),
): CompiledFile {
  const parsed = parseQueryFile(file, cutWith(schema.engine))
  const statements = parsed.value.map((statement) => ({ statement, ...check(statement) }))
  const found = statements.flatMap(({ outcome }) => outcome.diagnostics)
  const diagnostics = [...parsed.diagnostics, ...found, ...checkNames(parsed.value)]
  const heard = silence(diagnostics, parsed.value, options.rules)
  const queries = statements.flatMap(({ outcome }) => outcome.value)
  const findings = queries.length > 0 || failedIn(file, heard) ? heard : [...heard, withoutQuery(file)]
  if (failedIn(file, findings)) return { file, failed: true, queries: [], findings, emitted: [], statements }
  return { file, failed: false, queries, findings, emitted: emitFile(file, queries, options), statements }
}

/** Every statement is put to SQLite and analysed. */
export function checkAgainst({ catalog, engine }: AppliedSchema, options: CompileOptions): Check {
  return (statement) => {
    const { value: outcome, basis } = notingBasis(catalog, engine, (noting, asked) =>
      checkStatement(statement, noting, asked, options),
    )
    return { outcome, basis }
  }
}

function failedIn(file: SourceFile, findings: readonly Diagnostic[]): boolean {
  return findings.some(({ severity, primary }) => severity === "error" && primary.file.path === file.path)
}

function withoutQuery(file: SourceFile): Diagnostic {
  const end = file.text.search(/\r?\n|$/)
  const words = {
    message: `\`${file.path}\` holds no query`,
    label: "no statement in this file",
    help: "write `-- name: findUser` and a statement below it, or delete the file",
  }
  return report("empty-file", file, { start: 0, end }, words)
}
