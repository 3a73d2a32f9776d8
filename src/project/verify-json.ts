import type { Reason } from "../analyze/value-type.ts"
import { lineMap, positionAt } from "../source/line-map.ts"
import type { SourceFile } from "../source/source-file.ts"
import { blameOf } from "../verify/blame.ts"
import type { SubjectCoverage } from "../verify/coverage.ts"
import { shown } from "../verify/literal.ts"
import { scriptOf } from "../verify/script.ts"
import type { Verified, Violation } from "../verify/verify.ts"
import { typedName } from "./type-word.ts"
import type { VerifyOptions } from "./verifier.ts"
import type { HeardViolation } from "./verify-findings.ts"

/** A result of verification for machines; keys are stable. */
export function verifiedJson(
  { subjects, tables }: Verified,
  heard: readonly HeardViolation[],
  options: VerifyOptions,
  schema: readonly SourceFile[],
  problems: readonly string[],
): unknown {
  return {
    seed: options.seed,
    rounds: options.rounds,
    hostile: options.hostile,
    violations: heard.map(({ violation }) => violationJson(violation)),
    queries: subjects.map(queryJson),
    tables: tables.map(({ name, rows, refusal }) => ({ name, rows, refusal: rows === 0 ? (refusal ?? null) : null })),
    schema: schema.map(({ path }) => path),
    problems,
  }
}

function violationJson(violation: Violation): unknown {
  const { subject, column, says, reason, round, example } = violation
  return {
    query: subject.name,
    ...placeOf(subject.source.file, (column?.span ?? subject.source.span).start),
    column: column === undefined ? null : typedName(column.sqlName, column.type),
    cardinality: subject.cardinality.value,
    says,
    blame: blameOf(violation).kind,
    reason: reasonJson(reason),
    round,
    parameters: Object.fromEntries(
      subject.parameters.map(({ sqlName }, index) => [sqlName, shown(example.values[index] ?? null)]),
    ),
    sql: scriptOf(example),
  }
}

function reasonJson({ text, file, span, because, author }: Reason): unknown {
  return { text, ...placeOf(file, span.start), author: author === true, because: because.map(reasonJson) }
}

function placeOf(
  file: SourceFile,
  offset: number,
): { readonly file: string; readonly line: number; readonly column: number } {
  return { file: file.path, ...positionAt(lineMap(file.text), offset) }
}

function queryJson({ subject, calls, rows, refusal, seen }: SubjectCoverage): unknown {
  return {
    name: subject.name,
    ...placeOf(subject.source.file, subject.source.span.start),
    calls,
    rows,
    refusal: calls === 0 ? (refusal ?? null) : null,
    columns: subject.columns.map(({ sqlName, type }, index) => ({
      ...typedName(sqlName, type),
      seen: [...(seen[index] ?? [])].sort(),
    })),
  }
}
