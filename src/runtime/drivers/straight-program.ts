/** Instructions that go on to the next one. */
const plain = words(`
  OpenRead ReopenIdx ColumnsUsed SeekHit DeferredSeek FinishSeek Column Rowid IdxRowid Variable Integer Int64 Real String8
  Blob Null Copy SCopy Move Affinity RealAffinity Cast MakeRecord Function PureFunc CollSeq Add Subtract Multiply Divide
  Remainder Concat BitAnd BitOr BitNot ShiftLeft ShiftRight And Or Not IsTrue Permutation Compare ResultRow Halt Noop Explain
  CursorHint Close Count Transaction
`)

/** Instructions that may go to the one that P2 names. */
const jumps = words(`
  SeekRowid NotExists SeekGE SeekGT SeekLE SeekLT IdxGE IdxGT IdxLE IdxLT Found NotFound NoConflict IsNull NotNull Eq Ne Lt
  Le Gt Ge If IfNot IfNullRow Once Goto
`)

/**
 * Whether a program, as EXPLAIN prints it, can answer at most one row whatever the tables hold: it goes only forward, and
 * one of its instructions answers a row. A lookup by a unique key is such a program; without the unique index it loops.
 * SQLite's epilogue, which goes back to the start once, is what Init goes to. https://sqlite.org/opcode.html
 */
export function isStraight(program: readonly unknown[]): boolean {
  const steps = program.map(stepOf)
  const end = steps.findIndex(({ opcode }) => opcode === "Halt")
  const [init, ...others] = steps
  const last = others.pop()
  return (
    init?.opcode === "Init" &&
    init.to === end + 1 &&
    last?.opcode === "Goto" &&
    last.to === 1 &&
    others.every(({ opcode, to }, index) => plain.has(opcode) || (jumps.has(opcode) && to > index + 1 && to <= end)) &&
    steps.filter(({ opcode }) => opcode === "ResultRow").length === 1
  )
}

function stepOf(row: unknown): { readonly opcode: string; readonly to: number } {
  const [, opcode, , to]: readonly unknown[] = Array.isArray(row) ? row : []
  return { opcode: String(opcode), to: Number(to) }
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}
