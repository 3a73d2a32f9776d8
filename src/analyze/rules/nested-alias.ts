import type { Diagnostic } from "../../diagnostics/diagnostic.ts"
import type { RuleInput } from "./rule.ts"

/** `AS "effects[].id"` and `AS "owner.name"` are kept for nested results, which a later version builds. */
export function nestedAlias({ statement, columns }: RuleInput): readonly Diagnostic[] {
  return columns
    .filter((column) => isNestedAlias(column.sqlName))
    .map((column) => ({
      code: "unsupported-annotation",
      severity: "error",
      message: `this version of sqlgen does not build nested results yet: \`${column.sqlName}\``,
      primary: { file: statement.file, span: column.span, text: "a dotted alias" },
      secondary: [],
      help: "give the column a plain name, and group the rows in TypeScript",
      fix: undefined,
    }))
}

/** `effects[].id`, `owner.name`, `a.b[].c`; a mark at the end does not count. */
export function isNestedAlias(name: string): boolean {
  return /^[A-Za-z_]\w*(\[\])?(\.[A-Za-z_]\w*(\[\])?)+[!?]?$/.test(name)
}
