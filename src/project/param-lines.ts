import type { CheckedQuery, Parameter } from "../analyze/checked-query.ts"
import { textOf } from "../source/source-file.ts"
import { typeWord } from "./type-word.ts"

/**
 * `.param set` lines for the sqlite3 shell from the `@example`s of a query; a parameter without one is a comment line.
 * https://sqlite.org/cli.html#sql_parameters
 */
export function paramLines(query: CheckedQuery): string {
  // the statement as it is written inserts one of the rows
  const written = query.parameters.flatMap((parameter): readonly Parameter[] =>
    parameter === query.bulk ? query.bulk.fields : [parameter],
  )
  return written.map((parameter) => `${lineFor(query, parameter)}\n`).join("")
}

function lineFor(query: CheckedQuery, parameter: Parameter): string {
  const placeholder = placeholderOf(query, parameter)
  if (parameter.example !== undefined) return `.param set ${placeholder} ${shellWord(parameter.example)}`
  const type = `${typeWord(parameter.type)}${parameter.type.nullable ? " or NULL" : ""}`
  return `-- ${placeholder} is ${type}; no example: add \`-- @example ${parameter.sqlName} = ...\``
}

/** As written in the statement; a bare `?` has the name that the shell gives it. */
function placeholderOf(query: CheckedQuery, parameter: Parameter): string {
  if (/^[0-9]+$/.test(parameter.sqlName)) return `?${parameter.sqlName}`
  const [span] = parameter.spans
  const written = span === undefined ? "" : textOf(query.source.file, span)
  return /^[:@$]/.test(written) ? written : `:${parameter.sqlName}`
}

/** The shell takes quotes away before it evaluates the value: a literal with quotes stands in double quotes. */
function shellWord(value: string): string {
  if (/^[-+.\w]+$/.test(value)) return value
  return `"${value.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r")}"`
}
