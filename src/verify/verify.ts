import { fold } from "../catalog/catalog.ts"
import type { SqlValue } from "../engine/engine.ts"
import { type Arena, quoted } from "./arena.ts"
import { bindsOf, callOf, type Finding, findingsOf, type Judge } from "./call.ts"
import { type BrokenContract, brokenContracts, type Case, contractsOf, shows } from "./case.ts"
import { type Coverage, coverageOf, type SubjectCoverage } from "./coverage.ts"
import { seeded } from "./random.ts"
import { shrink } from "./shrink.ts"
import { snapshotOf } from "./snapshot.ts"
import { hasChanged, leave } from "./step.ts"
import type { Subject } from "./subject.ts"
import { makeWorld, type Order, reopen, valuesFor, type Workshop, type World, workshopOf } from "./world.ts"

/** What is verified, on what, and how long. */
export interface VerifyInput extends Order {
  readonly generated: Judge["generated"]
  /** the target enforces foreign keys; otherwise half of the rounds go without */
  readonly foreignKeys: boolean
  readonly rounds: number
  readonly seed: number
}

/** Something that is not as printed, with the smallest case that shows it. */
export interface Violation extends Finding {
  readonly subject: Subject
  /** round in which it was met first */
  readonly round: number
  readonly example: Case
  /** columns whose contract the rows of the example break; then that is the cause */
  readonly broken: readonly BrokenContract[]
}

/** What all rounds have found. */
export interface Verified {
  readonly violations: readonly Violation[]
  readonly subjects: readonly SubjectCoverage[]
  readonly tables: readonly TableCoverage[]
}

/** How many rows a table has got; `refusal` is why the last one was left out. */
export interface TableCoverage {
  readonly name: string
  readonly rows: number
  readonly refusal: string | undefined
}

/** A run of the soundness attack, round by round. The same input gives the same answers. */
export interface Verification {
  /** Makes a state of the database and runs every subject on it. Rounds are counted from 0 and run in order. */
  readonly round: (index: number) => void
  readonly result: () => Verified
}

/** More kinds of findings than anybody reads. */
const mostViolations = 50

/** What all rounds share. */
interface Session {
  readonly input: VerifyInput
  readonly judge: Judge
  readonly workshop: Workshop
  readonly coverage: Coverage
  /** by key of the finding */
  readonly violations: Map<string, Violation>
}

/** What a round has found that none before it had, by key, with the case as it was met. */
type Found = Map<string, { readonly example: Case; readonly finding: Finding }>

export function verification(input: VerifyInput): Verification {
  const { documents, generated, subjects } = input
  const workshop = workshopOf(input)
  const judge = { documents, generated, contracts: contractsIn(workshop, input) }
  const session = { input, judge, workshop, coverage: coverageOf(subjects), violations: new Map() }
  return {
    round: (index) => runRound(session, index),
    result: () => ({
      violations: [...session.violations.values()],
      subjects: session.coverage.all(),
      tables: tablesOf(workshop),
    }),
  }
}

function tablesOf({ filler, unfillable }: Workshop): readonly TableCoverage[] {
  return [
    ...[...filler.progress].map(([{ name }, progress]) => ({ name, ...progress })),
    ...unfillable.map(({ name, why }) => ({ name, rows: 0, refusal: why })),
  ]
}

/** Hostile rows break contracts before any call does. */
function contractsIn({ filler }: Workshop, { subjects, hostile }: VerifyInput): Judge["contracts"] {
  const known = new Map(
    subjects.map((subject) => [
      subject,
      filler.plan.tables.flatMap((table) => {
        const written = subject.writes.filter((write) => write.table === fold(table.name))
        const isWritten = (name: string): boolean =>
          written.some(({ column }) => column === undefined || column === fold(name))
        return contractsOf(table).filter(({ column }) => isWritten(column))
      }),
    ]),
  )
  return (subject) => (hostile ? [] : (known.get(subject) ?? []))
}

function runRound(session: Session, index: number): void {
  const { input, workshop } = session
  const { arena, rounds, seed } = input
  const foreignKeys = input.foreignKeys || index * 2 < rounds
  // a change of the pragma makes SQLite prepare everything anew: at most twice in a run
  if (index === 0 || foreignKeys !== (input.foreignKeys || (index - 1) * 2 < rounds))
    arena.engine.execute(`PRAGMA foreign_keys = ${foreignKeys ? "ON" : "OFF"}`)
  const random = seeded(seed * 100_003 + index)
  const world = makeWorld(workshop, foreignKeys, random)
  const found: Found = new Map()
  keepWrites(session, world, found)
  for (const subject of random.shuffled(input.subjects)) attack(session, world, subject, found)
  leave(arena)
  for (const { example, finding } of found.values()) report(session, index, example, finding)
}

/** The project's own writes lead to states that no random row has. */
function keepWrites(session: Session, world: World, found: Found): void {
  const { input, workshop } = session
  const { arena, subjects } = input
  const { random } = world.making
  const writers = subjects.filter((subject) => !subject.readonly)
  if (writers.length === 0) return
  for (let writes = random.pick([0, 1, 3, 6]); writes > 0; writes--) {
    const subject = random.pick(writers)
    const values = valuesFor(workshop, world, subject)
    arena.run("SAVEPOINT call")
    // what breaks a promise is told here, and not once more by all that reads it
    const isKept =
      judged(session, world, subject, values, found) === "sound" && hasChanged(arena) && isAllFinite(arena, subject)
    if (!isKept) arena.run("ROLLBACK TO call")
    arena.run("RELEASE call")
    reopen(arena, world)
    if (!isKept) continue
    world.steps.push({ sql: subject.sql, binds: bindsOf(subject, values), row: undefined })
    world.snapshot = snapshotOf(arena, workshop.filler.plan)
  }
}

/** What is stored is finite by contract: an infinity that arithmetic made is no state to go on from. */
function isAllFinite(arena: Arena, { writes, tables }: Subject): boolean {
  const written = [...tables].filter((table) => writes.some((write) => write.table === table))
  return written.every((table) => {
    const answer = arena.run(`SELECT * FROM ${quoted(table)}`)
    return answer.ok && answer.rows.flat().every((value) => typeof value !== "number" || Number.isFinite(value))
  })
}

/** Calls in a round while a column has shown no value yet, or no row has come at all; then one. */
const patience = { columns: 5, rows: 15 }

function attack(session: Session, world: World, subject: Subject, found: Found): void {
  const { arena } = session.input
  const most = session.coverage.hasRows(subject) ? patience.columns : patience.rows
  const calls = subject.parameters.length === 0 ? 1 : most
  for (let count = 0; count < calls; count++) {
    const values = valuesFor(session.workshop, world, subject)
    if (!subject.readonly) arena.run("SAVEPOINT call")
    judged(session, world, subject, values, found)
    if (!subject.readonly) {
      arena.run("ROLLBACK TO call")
      arena.run("RELEASE call")
      reopen(arena, world)
    }
    if (session.coverage.isComplete(subject)) break
  }
}

function judged(
  session: Session,
  world: World,
  subject: Subject,
  values: readonly SqlValue[],
  found: Found,
): "refused" | "sound" | "broken" {
  const { arena } = session.input
  const call = callOf(arena, subject, values)
  session.coverage.note(subject, call)
  if (typeof call === "string") return "refused"
  const findings = findingsOf(arena, call, session.judge)
  for (const finding of findings) {
    if (session.violations.has(finding.key) || found.has(finding.key)) continue
    found.set(finding.key, { example: { footing: world.footing, steps: [...world.steps], subject, values }, finding })
  }
  return findings.length === 0 ? "sound" : "broken"
}

/** Makes the case small, once for each kind of finding. */
function report(session: Session, round: number, example: Case, finding: Finding): void {
  const { violations, workshop, judge } = session
  const { arena } = session.input
  if (violations.has(finding.key) || violations.size >= mostViolations) return
  const small = shrink(arena, example, finding.key, judge)
  const shown = shows(arena, small, finding.key, judge) ?? finding
  const broken = brokenContracts(arena, small, workshop.filler.plan, judge)
  violations.set(finding.key, { ...shown, subject: example.subject, round, example: small, broken })
}
