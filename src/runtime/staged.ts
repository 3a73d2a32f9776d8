import { culpritAmong } from "./culprit.ts"
import type { Answer, Driver, Prepared } from "./driver.ts"
import { ConstraintError, type QueryError, TargetError } from "./errors.ts"
import { inScope, type Scope } from "./scope.ts"
import { withAnswers } from "./sent.ts"
import { expecting, type Pending, type StagedDriver, type StagedTransaction } from "./transaction.ts"

/**
 * A driver with `transaction`, over one whose database takes a transaction only as a whole: D1. What the callback writes is
 * collected and sent as one batch; a savepoint that fails is found out and left out, as if the database had undone it.
 * Put `withRetry` inside: `staged(withRetry(d1(env.DB)))`.
 */
export function staged<D extends Driver<"async">>(db: D): D & StagedDriver {
  return Object.assign({}, db, {
    transaction: <T>(work: (tx: StagedTransaction) => T | Promise<T>): Promise<T> => stagedTransaction(db, work),
  })
}

/** A call in the order in which the callback made it. */
interface Entry {
  readonly call: Prepared<unknown>
  readonly pending: StagedAnswer
  /** inside a savepoint: what fails there fails that savepoint only */
  readonly isInside: boolean
  /** how many calls the callback had made before */
  readonly ordinal: number
}

/** What was answered for an entry; undefined before the commit. */
interface StagedAnswer {
  answers: readonly Answer[] | undefined
}

/** Failures of calls, by ordinal, that earlier runs of the callback have brought to light. */
type Failures = ReadonlyMap<number, { readonly error: unknown; readonly name: string }>

async function stagedTransaction<T>(db: Driver<"async">, work: (tx: StagedTransaction) => T | Promise<T>): Promise<T> {
  const failures = new Map<number, { readonly error: unknown; readonly name: string }>()
  for (;;) {
    const round: Round = { failures, made: 0, entries: [] }
    const result = await scoped(round, false, work)
    const failed = await send(db, round.entries)
    if (failed === undefined) return result
    const { ordinal, call } = failed.entry
    if (failures.has(ordinal)) throw failed.error
    failures.set(ordinal, { error: failed.error, name: nameOf(call) })
  }
}

interface Round {
  readonly failures: Failures
  /** calls made so far */
  made: number
  /** what is to be sent; a savepoint that fails takes its own away */
  readonly entries: Entry[]
}

function scoped<T>(round: Round, isInside: boolean, work: (tx: StagedTransaction) => T | Promise<T>): Promise<T> {
  return inScope((scope, started) => work(transactionOf(round, isInside, scope, started)))
}

function transactionOf(
  round: Round,
  isInside: boolean,
  scope: Scope,
  started: Set<Promise<unknown>>,
): StagedTransaction {
  function add<T>(call: Prepared<T>): Pending<T> {
    scope.check()
    call.bind(Number.MAX_SAFE_INTEGER) // wrong parameters are told here, as on an open transaction
    const ordinal = round.made++
    const failure = round.failures.get(ordinal)
    if (failure !== undefined) {
      if (failure.name !== nameOf(call))
        throw new TypeError(
          `the callback of a staged transaction did something else when it ran again: \`${nameOf(call)}\`, before it was \`${failure.name}\``,
        )
      scope.note(failure.error)
      throw failure.error
    }
    const pending: StagedAnswer = { answers: undefined }
    round.entries.push({ call, pending, isInside, ordinal })
    return pendingOf(call, pending)
  }
  async function savepoint<T>(work: (tx: StagedTransaction) => T | Promise<T>): Promise<T> {
    scope.check()
    scope.enter()
    const before = round.entries.length
    const turn = scoped(round, true, work)
    started.add(turn)
    try {
      return await turn
    } catch (error) {
      round.entries.length = before
      throw error
    } finally {
      scope.leave()
      started.delete(turn)
    }
  }
  return {
    run: (call) => scope.answer(async () => add(call)),
    expect: (call, expected, reason) => scope.answer(async () => add(expecting(call, expected, reason))),
    savepoint,
    transaction: savepoint,
  }
}

function pendingOf<T>(call: Prepared<T>, pending: StagedAnswer): Pending<T> {
  return {
    get value() {
      if (pending.answers === undefined) throw new TypeError("a staged transaction answers after its commit")
      return call.read(pending.answers)
    },
  }
}

interface Failed {
  readonly entry: Entry
  readonly error: unknown
}

/** Sends all as one batch. Answers the entry that failed where it failed a savepoint only; throws every other failure. */
async function send(db: Driver<"async">, entries: readonly Entry[]): Promise<Failed | undefined> {
  const culprits = new WeakMap<object, Entry>()
  try {
    const answers = await db.batch(entries.map((entry) => sentCall(entry, culprits)))
    for (const [index, { pending }] of entries.entries()) pending.answers = answers[index] ?? []
    return undefined
  } catch (error) {
    const entry = await culpritOf(db, entries, error, culprits)
    if (entry?.isInside !== true) throw error
    return { entry, error }
  }
}

async function culpritOf(
  db: Driver<"async">,
  entries: readonly Entry[],
  error: unknown,
  culprits: WeakMap<object, Entry>,
): Promise<Entry | undefined> {
  const known = typeof error === "object" && error !== null ? culprits.get(error) : undefined
  if (known !== undefined) return known
  const isCertain = error instanceof ConstraintError || error instanceof TargetError
  if (!isCertain || !entries.some(({ isInside }) => isInside)) return undefined
  const calls = entries.map((entry) => sentCall(entry, culprits))
  const at = await culpritAmong(db, calls)
  return at === undefined ? undefined : entries[at]
}

/** The call as it is sent: its answers are read later, and an error of a guard of its is known to be its. */
function sentCall(entry: Entry, culprits: WeakMap<object, Entry>): Prepared<readonly Answer[]> {
  const { call } = entry
  const steps = call.steps.map((step): Prepared<unknown>["steps"][number] => {
    const { guard } = step
    if (guard === undefined) return step
    const noted = (error: QueryError | undefined): QueryError | undefined => {
      if (error !== undefined) culprits.set(error, entry)
      return error
    }
    const own: typeof guard = {
      ...guard,
      refuses: (found) => noted(guard.refuses(found)),
      brokenIn: (text, at, options) => noted(guard.brokenIn(text, at, options)),
    }
    return { ...step, guard: own }
  })
  return withAnswers({ ...call, steps })
}

function nameOf({ steps }: Prepared<unknown>): string {
  return steps.map(({ statement }) => statement.name).join(", ")
}
