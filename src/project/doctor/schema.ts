import { sentence } from "../../diagnostics/one-line.ts"
import { counted } from "../counted.ts"
import { placeText } from "../place-text.ts"
import { type Check, shortened } from "./check.ts"

/** Whether the migrations load. */
export const schema: Check = {
  name: "schema",
  run: ({ compiled, schemaErrors: errors }) => {
    if (compiled !== undefined) {
      const own = [...compiled.schema.catalog.relations.values()].filter(({ place }) => place !== undefined)
      return [{ level: "ok", text: `loads: ${counted(own.length, "table or view", "tables and views")}` }]
    }
    if (errors === undefined) return []
    const details = errors.map((each) => `${placeText(each.primary.file, each.primary.span.start)}: ${sentence(each)}`)
    const why = "no query can be compiled without its schema"
    return [{ level: "problem", text: "does not load", why, todo: "sqlgen", details: shortened(details) }]
  },
}
