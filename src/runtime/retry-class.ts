import type { RetryClass, SentFacts } from "./driver.ts"

type Facts = Pick<SentFacts, "readonly" | "retry" | "tables">

/** Whether these statements, as one unit in this order, may be sent again. One statement is a unit too. */
export function retryClass(statements: readonly Facts[]): RetryClass {
  if (statements.some((statement) => classOf(statement) === "unsafe")) return "unsafe"
  if (statements.every((statement) => statement.readonly)) return "read-only"
  return statements.every((statement, index) => isLeftAlone(statement, statements.slice(index + 1)))
    ? "idempotent"
    : "unsafe"
}

function classOf({ readonly, retry }: Facts): RetryClass {
  return retry ?? (readonly ? "read-only" : "unsafe")
}

/**
 * Nothing later changes what a statement looks at or has written: run again, it finds its tables as it left them. The
 * same statement with other values is no danger, because it writes no column that it reads; a transaction may read what
 * one of its steps has written.
 */
function isLeftAlone(statement: Facts, later: readonly Facts[]): boolean {
  const { reads, writes } = statement.tables
  const others = later.filter((other) => other !== statement || "steps" in other)
  return !others.some((other) => other.tables.writes.some((table) => reads.includes(table) || writes.includes(table)))
}
