import type { Call } from "./call.ts"
import { storageOf } from "./misfit.ts"
import type { Subject, SubjectColumn } from "./subject.ts"

/** What the calls of one subject have shown. */
export interface SubjectCoverage {
  readonly subject: Subject
  /** runs that SQLite did not refuse */
  readonly calls: number
  readonly rows: number
  /** SQLite's last words where it refused a run */
  readonly refusal: string | undefined
  /** by column: the storage classes that were seen, `null` among them */
  readonly seen: readonly ReadonlySet<string>[]
}

interface Counted extends SubjectCoverage {
  calls: number
  rows: number
  refusal: string | undefined
  readonly seen: readonly Set<string>[]
}

/** Counts what calls show. */
export interface Coverage {
  readonly note: (subject: Subject, call: Call | string) => void
  readonly hasRows: (subject: Subject) => boolean
  /** a value of every column was seen, and rows at all */
  readonly isComplete: (subject: Subject) => boolean
  readonly all: () => readonly SubjectCoverage[]
}

export function coverageOf(subjects: readonly Subject[]): Coverage {
  const counted = new Map<Subject, Counted>(
    subjects.map((subject) => [
      subject,
      { subject, calls: 0, rows: 0, refusal: undefined, seen: subject.columns.map(() => new Set<string>()) },
    ]),
  )
  return {
    note: (subject, call) => {
      const counts = counted.get(subject)
      if (counts !== undefined) noteIn(counts, call)
    },
    hasRows: (subject) => (counted.get(subject)?.rows ?? 0) > 0,
    isComplete: (subject) => {
      const counts = counted.get(subject)
      return counts !== undefined && counts.calls > 0 && unseenOf(counts).length === 0
    },
    all: () => [...counted.values()],
  }
}

function noteIn(counts: Counted, call: Call | string): void {
  if (typeof call === "string") {
    counts.refusal = call
    return
  }
  counts.calls++
  counts.rows += call.rows.length
  for (const row of call.rows)
    for (const [index, seen] of counts.seen.entries()) {
      const value = row[index] ?? null
      seen.add(value === null ? "null" : storageOf(value))
    }
}

/** Columns that have shown nothing but NULL, though they hold more by their type. */
export function unseenOf({ subject, seen }: SubjectCoverage): readonly SubjectColumn[] {
  return subject.columns.filter((column, index) => column.type.storage.size > 0 && !hasValue(seen[index]))
}

function hasValue(seen: ReadonlySet<string> | undefined): boolean {
  return seen !== undefined && seen.size > (seen.has("null") ? 1 : 0)
}
