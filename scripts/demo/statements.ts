import { splitStatements } from "../../src/syntax/split.ts"
import { tokenize } from "../../src/syntax/tokenize.ts"

/** One statement of a file: its SQL without the final `;`, and the text between it and the statement before. */
export interface FileStatement {
  readonly sql: string
  readonly above: string
}

/** The statements of a SQL file, cut as the compiler cuts them. */
export function statementsOf(text: string): readonly FileStatement[] {
  const tokens = tokenize(text)
  let from = 0
  return splitStatements(text, tokens).map(({ first, last, next }) => {
    const start = tokens[first]?.start ?? from
    const end = tokens[last]?.end ?? start
    const above = text.slice(from, start)
    from = tokens[next - 1]?.end ?? end
    return { sql: text.slice(start, end), above }
  })
}
