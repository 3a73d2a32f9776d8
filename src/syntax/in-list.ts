import type { Span } from "../source/source-file.ts"
import type { Annotation } from "./annotation.ts"
import type { Expression, Identifier, InSet, Select } from "./ast.ts"

/** Names of the parameters that the author calls lists: `-- @param ids text[]`, `-- @param ids []`. */
export function listsOf(annotation: Pick<Annotation, "params"> | undefined): ReadonlySet<string> {
  const lists = annotation?.params.filter((param) => param.list !== undefined || param.type?.array === true)
  return new Set(lists?.map((param) => param.name.text))
}

/** `IN (:ids)` over a list means `IN (SELECT value FROM json_each(:ids))`; undefined where it is one value. */
export function listSet(items: readonly Expression[], span: Span, lists: ReadonlySet<string>): InSet | undefined {
  const [item, another] = items
  if (item?.kind !== "parameter" || another !== undefined || !lists.has(item.text.slice(1))) return undefined
  return { kind: "select", select: elementsOf(item), span, list: item.span }
}

/** `SELECT value FROM json_each(:ids)`, all of it at the place of `:ids`. */
function elementsOf(list: Extract<Expression, { kind: "parameter" }>): Select {
  const { span } = list
  const named = (text: string): Identifier => ({ text, span, quote: undefined })
  const value: Expression = { kind: "column", span, schema: undefined, table: undefined, name: named("value") }
  const table = { schema: undefined, name: named("json_each"), span }
  return {
    kind: "select",
    span,
    with: undefined,
    first: {
      kind: "core",
      span,
      distinct: false,
      columns: [{ kind: "expression", span, expression: value, alias: undefined }],
      from: { span, first: { kind: "table", span, table, args: [list], alias: undefined }, joins: [] },
      where: undefined,
      groupBy: [],
      having: undefined,
      windows: [],
    },
    rest: [],
    orderBy: [],
    limit: undefined,
    offset: undefined,
  }
}
