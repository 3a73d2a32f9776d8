import type { Diagnostic } from "../../diagnostics/diagnostic.ts"
import { withoutMark } from "../alias-mark.ts"
import { isNestedAlias } from "./nested-alias.ts"
import type { RuleInput } from "./rule.ts"

/** A column named by the text of its expression has a name that nobody chose; an alias may be no identifier. */
export function unnamedColumn({ statement, columns }: RuleInput): readonly Diagnostic[] {
  return columns
    .filter((column) => !isNestedAlias(column.sqlName))
    .filter((column) => !/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(withoutMark(column.sqlName)))
    .map((column) => {
      const written = statement.file.text.slice(column.span.start, column.span.end)
      const chosen = written !== column.sqlName && written.includes(column.sqlName)
      return {
        code: "unnamed-column",
        severity: "error",
        message: `the result column \`${shortened(column.sqlName)}\` has no name that TypeScript can use`,
        primary: { file: statement.file, span: column.span, text: chosen ? "not an identifier" : "has no alias" },
        secondary: [],
        help: "name it: `... AS name`",
        fix: undefined,
      }
    })
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, " ")
  return line.length > 40 ? `${line.slice(0, 37)}...` : line
}
