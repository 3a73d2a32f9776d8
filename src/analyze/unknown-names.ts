import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import { didYouMean } from "../diagnostics/suggest.ts"
import type { StatementDescription } from "../engine/engine.ts"
import type { Annotation, Word } from "../syntax/annotation.ts"
import type { Statement } from "../syntax/statement.ts"
import { withoutMark } from "./alias-mark.ts"
import type { StatementTypes } from "./statement-types.ts"

/** Annotations must speak of parameters and columns that exist. */
export function unknownParameters(
  statement: Statement,
  annotation: Annotation,
  types: Pick<StatementTypes, "parameters">,
): readonly Diagnostic[] {
  const known = types.parameters.map((parameter) => parameter.name)
  const key = annotation.retry?.kind === "idempotent" ? [annotation.retry.by] : []
  const named = [...annotation.params, ...annotation.examples].map(({ name }) => name)
  const words = [...named, ...(annotation.rows?.fields ?? []), ...key]
  return words.flatMap((word) => unknownName(statement, word, known, "parameter"))
}

/** Annotations must speak of result columns that exist. */
export function unknownColumns(
  statement: Statement,
  annotation: Annotation,
  described: StatementDescription,
): readonly Diagnostic[] {
  const known = described.columns.map((column) => withoutMark(column.name))
  return annotation.columns.flatMap(({ name }) => unknownName(statement, name, known, "result column"))
}

const codeOf = { parameter: "unknown-parameter", "result column": "unknown-result-column" } as const

function unknownName(
  statement: Statement,
  word: Word,
  known: readonly string[],
  what: keyof typeof codeOf,
): readonly Diagnostic[] {
  if (known.includes(word.text)) return []
  const near = didYouMean(word.text, known)
  const list = known.map((name) => `\`${name}\``).join(", ")
  return [
    {
      code: codeOf[what],
      severity: "error",
      message: `the query has no ${what} \`${word.text}\``,
      primary: { file: statement.file, span: word.span, text: `no such ${what}` },
      secondary: [],
      help:
        near !== undefined
          ? `did you mean \`${near}\`?`
          : known.length === 0
            ? `remove the line: the query has no ${what}s`
            : `it has ${list}`,
      fix: near === undefined ? undefined : { file: statement.file, span: word.span, text: near },
    },
  ]
}
