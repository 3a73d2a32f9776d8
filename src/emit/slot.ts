import { pascalCase } from "../analyze/names.ts"
import { variables } from "./names-in-function.ts"
import type { DocumentedField } from "./query-facts.ts"
import type { Place, Side } from "./typescript-type.ts"
import { isStructured } from "./value.ts"

/** A parameter or result column as the code of one function speaks of it. */
export interface Slot extends DocumentedField {
  /** the local variable that holds it */
  readonly variable: string
  /** name of the constant at the top of the file that describes structured JSON */
  readonly check: string | undefined
}

/** All parameters or all result columns of one query, and the interface that they make. */
export interface Slots {
  readonly all: readonly Slot[]
  readonly type: string
  readonly side: Side
}

/** Gives each field its variable and, where its JSON has a structure, a constant named after the query. */
export function slotsOf(query: string, fields: readonly DocumentedField[], { imports }: Place): readonly Slot[] {
  const checks = fields.map(({ name, value }) => {
    if (!isStructured(value.item)) return undefined
    return imports.declare(`${query}${pascalCase(name).replace(/[^A-Za-z0-9_$]+/g, "_")}`)
  })
  const names = fields.map((field) => field.name)
  const locals = variables(names, imports.locals)
  return fields.map((field, index) => ({ ...field, variable: locals[index] ?? "_", check: checks[index] }))
}
