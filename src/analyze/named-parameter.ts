import type { Annotation } from "../syntax/annotation.ts"
import type { AnalyzeOptions } from "./analyze-options.ts"
import type { Parameter } from "./checked-query.ts"
import { camelCase } from "./names.ts"
import type { TypedParameter } from "./parameters.ts"

/** A parameter as TypeScript sees it, with what the author says of it. */
export function namedParameter(parameter: TypedParameter, annotation: Annotation, options: AnalyzeOptions): Parameter {
  const described = annotation.params.find((param) => param.name.text === parameter.name)
  const example = annotation.examples.find((entry) => entry.name.text === parameter.name)
  const sqlName = /^[0-9]/.test(parameter.name) ? `p${parameter.name}` : parameter.name
  return {
    sqlName: parameter.name,
    name: options.casing === "camel" ? camelCase(sqlName) : sqlName,
    type: parameter.type,
    doc: described?.text ?? "",
    spans: parameter.uses.map((use) => use.span),
    example: example?.value.text,
  }
}
