import type { SourceFile } from "../source/source-file.ts"
import { quoted } from "../verify/arena.ts"
import { type SubjectCoverage, unseenOf } from "../verify/coverage.ts"
import { scriptOf } from "../verify/script.ts"
import type { Verified, Violation } from "../verify/verify.ts"
import type { VerifyOptions } from "./verifier.ts"
import type { HeardViolation } from "./verify-findings.ts"

/** What shows a violation, to be pasted into the sqlite3 shell in the root of the project. */
export function violationScript(violation: Violation, schema: readonly SourceFile[]): string {
  const { stored } = violation
  const lines = [
    `-- ${violation.subject.name}: ${violation.says.replaceAll("\n", " ")}`,
    ".open :memory:",
    ...schema.map(({ path }) => `.read ${/^[\w./-]+$/.test(path) ? path : `'${path}'`}`),
    ...scriptOf(violation.example),
    ...(stored === undefined ? [] : [storedQuery(stored)]),
  ]
  return `${lines.join("\n")}\n`
}

/** `144 queries, 100 rounds, seed 1: 20000 calls, 7000 rows; 498 of 501 columns have shown a value; nothing broke` */
export function verifiedSummary(
  { violations, subjects }: Verified,
  heard: readonly HeardViolation[],
  { rounds, seed }: VerifyOptions,
): string {
  const sum = (count: (each: SubjectCoverage) => number): number =>
    subjects.reduce((total, each) => total + count(each), 0)
  const columns = sum(({ subject }) => subject.columns.length)
  const seen = columns - sum((each) => unseenOf(each).length)
  const silent = violations.length - heard.length
  const broke = [
    heard.length === 0 ? "nothing broke" : `${heard.length} broken`,
    ...(silent > 0 ? [`${silent} ignored`] : []),
  ]
  const parts = [
    `${counted(subjects.length, "query", "queries")}, ${counted(rounds, "round", "rounds")}, seed ${seed}: ${counted(
      sum(({ calls }) => calls),
      "call",
      "calls",
    )}, ${counted(
      sum(({ rows }) => rows),
      "row",
      "rows",
    )}`,
    ...(columns === 0 ? [] : [`${seen} of ${counted(columns, "column has", "columns have")} shown a value`]),
    broke.join(", "),
  ]
  return parts.join("; ")
}

/** What the rounds could not show, one line each: a silence that proves nothing must be told. */
export function verifiedNotes(
  { subjects, tables }: Verified,
  problems: readonly string[],
  { hostile }: VerifyOptions,
): readonly string[] {
  const refused = subjects.filter(({ calls, refusal }) => calls === 0 && refusal !== undefined)
  const silent = subjects.filter(({ subject, calls, rows }) => calls > 0 && rows === 0 && subject.columns.length > 0)
  const partly = subjects
    .filter(({ rows }) => rows > 0)
    .flatMap((each) => {
      return unseenOf(each).map(({ sqlName }) => `${each.subject.name}.${sqlName}`)
    })
  const empty = tables.filter(({ rows, refusal }) => rows === 0 && refusal !== undefined)
  return [
    ...empty.map(({ name, refusal }) => `no row could be made for \`${name}\`: ${refusal}`),
    ...refused.map(({ subject, refusal }) => `SQLite refused \`${subject.name}\` whenever it ran: ${refusal}`),
    ...listed(
      "never answered a row",
      silent.map(({ subject }) => subject.name),
    ),
    ...listed("never showed a value", partly),
    ...problems,
    ...(hostile ? ["rows were made without the contract: what broke may never come from a program that keeps it"] : []),
  ]
}

/** What a statement without rows has stored. */
function storedQuery({ table, column }: NonNullable<Violation["stored"]>): string {
  const name = quoted(column)
  return `SELECT ${name}, typeof(${name}) FROM ${quoted(table)};`
}

const mostNames = 12

function listed(what: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return []
  const more = names.length - mostNames
  return [`${what}: ${names.slice(0, mostNames).join(", ")}${more > 0 ? ` and ${more} more` : ""}`]
}

function counted(count: number, singular: string, plural: string): string {
  return `${count} ${count === 1 ? singular : plural}`
}
