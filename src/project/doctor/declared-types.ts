import { declaredStorage } from "../../analyze/column-type.ts"
import type { Column, Table } from "../../catalog/catalog.ts"
import { counted } from "../counted.ts"
import { type Check, shortened } from "./check.ts"

/** Columns whose type is a contract on the data: those of tables that are not STRICT. https://sqlite.org/stricttables.html */
export const declaredTypes: Check = {
  name: "declared-types",
  run: ({ compiled }) => {
    if (compiled === undefined) return []
    const tables = [...compiled.schema.catalog.relations.values()].flatMap((relation) =>
      relation.kind === "table" && relation.place !== undefined && !relation.strict ? [relation] : [],
    )
    const resting = tables.map((table) => ({ table, columns: table.columns.filter(restsOnContract) }))
    const lines = resting.flatMap(({ table, columns }) => (columns.length === 0 ? [] : [lineOf(table, columns)]))
    if (lines.length === 0) return [{ level: "ok", text: "SQLite enforces the type of every column" }]
    const count = resting.reduce((sum, { columns }) => sum + columns.length, 0)
    const text = `${counted(count, "column")} of ${counted(lines.length, "table")} rest on their declared types`
    const why =
      "a table that is not STRICT stores any value anywhere; a row that breaks the contract is refused when it is read"
    return [{ level: "note", text, why, todo: "write STRICT behind new tables", details: shortened(lines, 40) }]
  },
}

/** The rowid holds integers in every table, and a column without a declared type has any. */
function restsOnContract({ rowidAlias, declaredType, hidden }: Column): boolean {
  return !rowidAlias && !hidden && declaredStorage(declaredType).storage.size < 4
}

function lineOf({ name }: Table, columns: readonly Column[]): string {
  return `${name}: ${columns.map(({ name: column, declaredType }) => `${column} ${declaredType ?? ""}`.trim()).join(", ")}`
}
