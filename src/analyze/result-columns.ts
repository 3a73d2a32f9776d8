import type { StatementDescription } from "../engine/engine.ts"
import type { Annotation } from "../syntax/annotation.ts"
import type { Statement } from "../syntax/statement.ts"
import { markOf, withoutMark } from "./alias-mark.ts"
import type { AnalyzeOptions } from "./analyze-options.ts"
import type { ResultColumn } from "./checked-query.ts"
import { fromAnnotation } from "./column-type.ts"
import { anyStorage, authorsWord, notNullBecause, nullableBecause, plain, reason } from "./lattice.ts"
import { camelCase } from "./names.ts"
import { resultItems } from "./rewrite.ts"
import type { StatementTypes } from "./statement-types.ts"
import type { ValueType } from "./value-type.ts"

/** SQLite names the columns; where its list and ours differ in length, nothing of ours is trusted. */
export function resultColumns(
  statement: Statement,
  types: Pick<StatementTypes, "columns">,
  described: StatementDescription,
  annotation: Annotation,
  options: AnalyzeOptions,
): readonly ResultColumn[] {
  const trusted = types.columns.length === described.columns.length
  const items = resultItems(statement.ast)
  return described.columns.map((column, index) => {
    const known = trusted ? types.columns[index] : undefined
    const item = items.length === described.columns.length ? items[index] : undefined
    const span = known?.span ?? item?.span ?? statement.span
    const plainName = withoutMark(column.name)
    const base = known?.type ?? plain(anyStorage, true, reason("the column is not understood", statement.file, span))
    const word = annotation.columns.find((entry) => entry.name.text === plainName)
    return {
      sqlName: column.name,
      name: options.casing === "camel" ? camelCase(plainName) : plainName,
      type: forced(statement, annotatedColumn(statement, base, word), column.name, span),
      doc: word?.text ?? "",
      span,
    }
  })
}

function annotatedColumn(
  statement: Statement,
  type: ValueType,
  word: Annotation["columns"][number] | undefined,
): ValueType {
  if (word?.type === undefined) return type
  const why = authorsWord("an annotation says so", statement.file, word.type.span)
  const named = fromAnnotation(word.type, type.nullable || word.type.nullable, why)
  return { ...named, why: { type: why, nullable: word.type.nullable ? why : type.why.nullable } }
}

/** `AS "x!"` is never NULL, `AS "x?"` may be: the author's word. */
function forced(statement: Statement, type: ValueType, sqlName: string, span: ResultColumn["span"]): ValueType {
  const mark = markOf(sqlName)
  if (mark === undefined) return type
  const why = authorsWord(`the alias ends in \`${mark}\``, statement.file, span)
  return mark === "!" ? notNullBecause(type, why) : nullableBecause(type, why)
}
