import type { CheckedQuery } from "../../analyze/checked-query.ts"
import type { ValueType } from "../../analyze/value-type.ts"
import { counted } from "../counted.ts"
import { placeText } from "../place-text.ts"
import { typeWord } from "../type-word.ts"
import { type Check, shortened } from "./check.ts"

/** Columns and parameters that may hold values of several types, and why. */
export const wideTypes: Check = {
  name: "wide-types",
  run: ({ compiled }) => {
    if (compiled === undefined) return []
    const found = compiled.outcome.value.checked.flatMap(({ queries }) => queries.flatMap(wideIn))
    if (found.length === 0) return [{ level: "ok", text: "every column and parameter has one type" }]
    const text = `${counted(found.length, "column or parameter", "columns and parameters")} of several types`
    const why = "TypeScript sees a union, and the caller has to look"
    const todo =
      "`-- @column name type` or `-- @param name type`, where you know better; `sqlgen explain <query>` says more"
    return [{ level: "note", text, why, todo, details: shortened(found, 40) }]
  },
}

function wideIn(query: CheckedQuery): readonly string[] {
  const columns = query.steps.flatMap((step) => step.columns)
  return [
    ...columns.flatMap(({ name, type }) => wideLine(`${query.name}.${name}`, type)),
    ...query.parameters.flatMap(({ name, type }) => wideLine(`${query.name}({ ${name} })`, type)),
  ]
}

function wideLine(name: string, type: ValueType): readonly string[] {
  if (!typeWord(type).startsWith("ANY")) return []
  const { text, file, span } = type.why.type
  return [`${name}: ${[...type.storage].join(" or ")}: ${text} (${placeText(file, span.start)})`]
}
