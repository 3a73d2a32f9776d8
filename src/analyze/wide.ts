import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { Annotation } from "../syntax/annotation.ts"
import type { Statement } from "../syntax/statement.ts"
import type { StatementTypes } from "./statement-types.ts"

/** What is not understood is wide and nullable, and said so with the annotation that narrows it. */
export function wideWarnings(
  statement: Statement,
  annotation: Annotation,
  types: Pick<StatementTypes, "wide" | "parameters">,
): readonly Diagnostic[] {
  const columns = types.wide.map(
    ({ span, file, what }): Diagnostic =>
      wide(
        span,
        file,
        `${what} is not understood`,
        "any value, also NULL",
        "say what it is with `-- @column <name> <type>`",
      ),
  )
  const parameters = types.parameters
    .filter(
      (parameter) =>
        parameter.wide &&
        !annotation.params.some((param) => param.name.text === parameter.name && param.type !== undefined),
    )
    .map(
      (parameter): Diagnostic =>
        wide(
          parameter.uses[0]?.span ?? statement.span,
          statement.file,
          `nothing tells the type of parameter \`${parameter.name}\``,
          "any value is accepted",
          `say what it is with \`-- @param ${parameter.name} <type>${parameter.type.array ? "[]" : ""}\``,
        ),
    )
  return [...columns, ...parameters]
}

function wide(
  span: Diagnostic["primary"]["span"],
  file: Diagnostic["primary"]["file"],
  message: string,
  text: string,
  help: string,
): Diagnostic {
  return {
    code: "wide-type",
    severity: "warning",
    message,
    primary: { file, span, text },
    secondary: [],
    help,
    fix: undefined,
  }
}
