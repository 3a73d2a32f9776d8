import type { Reason, ValueType } from "../analyze/value-type.ts"
import { type Catalog, fold } from "../catalog/catalog.ts"
import type { Subject } from "./subject.ts"

/** A column of a stored table, both names folded. */
export interface StoredColumn {
  readonly table: string
  readonly column: string
}

/** For each parameter the columns that it is compared with or stored in. The reasons of a parameter's type lead to the declarations of columns; a name that a column has leads to that column. */
export function linksOf(
  subjects: readonly Subject[],
  catalog: Catalog,
): ReadonlyMap<Subject, readonly (readonly StoredColumn[])[]> {
  const declared = declarations(catalog)
  return new Map(
    subjects.map((subject) => [
      subject,
      subject.parameters.map(({ type, sqlName }) => {
        const found = columnsBehind(type, declared)
        return found.length > 0 ? found : columnsNamed(sqlName, subject, catalog)
      }),
    ]),
  )
}

function declarations(catalog: Catalog): ReadonlyMap<string, StoredColumn> {
  const found = new Map<string, StoredColumn>()
  for (const [table, relation] of catalog.relations) {
    for (const { name, declaredAt } of relation.columns)
      if (declaredAt !== undefined)
        found.set(`${declaredAt.file.path}:${declaredAt.span.start}`, { table, column: fold(name) })
  }
  return found
}

function columnsBehind({ why }: ValueType, declared: ReadonlyMap<string, StoredColumn>): readonly StoredColumn[] {
  const found = new Set<StoredColumn>()
  const visit = ({ file, span, because }: Reason): void => {
    const column = declared.get(`${file.path}:${span.start}`)
    if (column !== undefined) found.add(column)
    for (const each of because) visit(each)
  }
  visit(why.type)
  return [...found]
}

/** `:email` is `users.email`, `:user_id` also `users.id`. */
function columnsNamed(sqlName: string, { tables }: Subject, catalog: Catalog): readonly StoredColumn[] {
  const name = fold(sqlName)
  return [...tables].flatMap((table) => {
    const columns = (catalog.relations.get(table)?.columns ?? []).map((column) => fold(column.name))
    const matching = columns.filter((column) => column === name || name === `${table.replace(/s$/, "")}_${column}`)
    return matching.map((column) => ({ table, column }))
  })
}
