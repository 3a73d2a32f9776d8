import { isRule, type Mutation } from "./mutations.ts"

/** A rule without which every answer is the same. */
export interface Equivalent {
  readonly path: string
  /** the condition as it is written, or the label of a `case` */
  readonly condition: string
  readonly because: string
}

/** Rules that no case can tell from nothing. `equivalent.test.ts` holds that each is still there. */
export const equivalents: readonly Equivalent[] = [
  {
    path: "src/analyze/narrowing.ts",
    condition: 'found.kind !== "column" || found.scope.relations !== scope.relations',
    because: "what is proved of a row outside is looked up in its own scope, where it was not proved",
  },
  {
    path: "src/analyze/narrowing.ts",
    condition: "!hasText.has(node.kind)",
    because: "speed: a column is proved as a column, and nothing looks for what is left by its text",
  },
  {
    path: "src/analyze/narrowing.ts",
    condition: "rank === undefined || found.column === rank",
    because: "a rank that is compared is proved by the comparison; one that is not there proves nothing",
  },
  {
    path: "src/analyze/common-table.ts",
    condition: "on.common.has(next)",
    because: "speed: a table that two others read is worked out once",
  },
  {
    path: "src/analyze/infer.ts",
    condition: 'solid.size + ranges.size === 0 || node.kind === "literal"',
    because: "speed: nothing is looked up where nothing was proved",
  },
  {
    path: "src/analyze/infer.ts",
    condition: '"raise"',
    because: "SQLite takes RAISE in triggers only",
  },
  {
    path: "src/analyze/compare.ts",
    condition: 'other.kind !== "subquery"',
    because: "the compiler asks: SQLite refuses a row beside anything but a row or a subquery",
  },
  {
    path: "src/analyze/dml.ts",
    condition: 'value.kind !== "subquery"',
    because: "the compiler asks: SQLite refuses several columns that are given anything but a row or a subquery",
  },
  {
    path: "src/analyze/possible.ts",
    condition: 'node.set.kind !== "list" || node.operand.kind === "row"',
    because: "the compiler asks: a CHECK holds no subquery, and a list no rows",
  },
  {
    path: "src/analyze/rows.ts",
    condition: 'condition.kind !== "binary"',
    because: "the compiler asks: what has no operator has no operands either",
  },
  {
    path: "src/analyze/lattice.ts",
    condition: "types.length === 1",
    because: "shorter reasons: the least type that holds one type is that type",
  },
  {
    path: "src/analyze/statement-types.ts",
    condition: "isSettled(known, next)",
    because: "speed: a further round answers the same",
  },
]

/** True for a mutation that is known to change nothing. */
export function isEquivalent(path: string, text: string, mutation: Mutation): boolean {
  const written = text.slice(mutation.start, mutation.end)
  return isRule(mutation) && equivalents.some((one) => one.path === path && one.condition === written)
}
