import type { Diagnostic } from "../../diagnostics/diagnostic.ts"
import type { ResultColumn } from "../checked-query.ts"
import type { RuleInput } from "./rule.ts"

/** Two result columns of one name: an object row would keep only the last. `a_b` and `aB` collide in camelCase. */
export function duplicateColumn({ statement, columns }: RuleInput): readonly Diagnostic[] {
  const first = new Map<string, ResultColumn>()
  return columns.flatMap((column): readonly Diagnostic[] => {
    const earlier = first.get(column.name)
    if (earlier === undefined) {
      first.set(column.name, column)
      return []
    }
    const same = earlier.sqlName === column.sqlName
    const star = earlier.span.start === column.span.start
    return [
      {
        code: "duplicate-column",
        severity: "error",
        message: same
          ? `two result columns are called \`${column.sqlName}\``
          : `\`${earlier.sqlName}\` and \`${column.sqlName}\` both become \`${column.name}\``,
        primary: { file: statement.file, span: column.span, text: `\`${column.name}\` again` },
        secondary: star ? [] : [{ file: statement.file, span: earlier.span, text: `\`${column.name}\` first here` }],
        help: star
          ? "write the columns in place of the `*`, one of the two with another name by AS"
          : "give one of them another name with AS",
        fix: undefined,
      },
    ]
  })
}
