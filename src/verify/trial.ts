import { conjuncts } from "../analyze/column-type.ts"
import { fold, type Table } from "../catalog/catalog.ts"
import type { SqlValue } from "../engine/engine.ts"
import { textOf } from "../source/source-file.ts"
import type { ColumnDefinition, CreateTableStatement, Expression } from "../syntax/ast.ts"
import { parseSchemaFile } from "../syntax/parse-file.ts"
import { walkExpression } from "../syntax/walk.ts"
import { type Arena, quoted } from "./arena.ts"

/** Asks which rules of a table a row would break, without storing it. A rule is one conjunct of a CHECK. */
export interface Trial {
  /** for each rule the indexes of the columns that it reads */
  readonly rules: readonly (readonly number[])[]
  /** indexes of the rules that the row breaks; undefined when it cannot even be held (a value that STRICT refuses) */
  readonly broken: (row: readonly SqlValue[]) => readonly number[] | undefined
}

/** A rule in SQL. */
interface Rule {
  readonly sql: string
  readonly columns: readonly number[]
}

/**
 * Makes a temporary table of the same columns without any constraint: its affinities, collations and generated columns
 * give a CHECK the values that it would see. `columns` are those that a row has. Undefined without a CHECK.
 */
export function trialOf(
  arena: Arena,
  table: Table,
  created: string,
  columns: readonly { readonly name: string }[],
  index: number,
): Trial | undefined {
  const file = { path: `the schema of ${table.name}`, text: created }
  const ast = parseSchemaFile(file).value[0]?.ast
  if (ast?.kind !== "create-table" || ast.asSelect !== undefined) return undefined
  const name = quoted(`sqlgen trial ${index}`)
  const sqlOf = (expression: Expression): string => textOf(file, expression.span)
  const checks = [...ast.columns.flatMap((column) => column.checks), ...ast.checks]
  if (checks.length === 0 || arena.engine.execute(createTrial(name, ast, sqlOf)) !== undefined) return undefined
  const source = `FROM temp.${name} AS ${quoted(table.name)}`
  const rules = checks
    .flatMap((check) => conjuncts(check.expression))
    .map((expression): Rule => ({ sql: `NOT (${sqlOf(expression)})`, columns: columnsIn(expression, ast, columns) }))
    // a text in double quotes, or the table's name with its schema, does not prepare here
    .filter(({ sql }) => arena.run(`SELECT ${sql} ${source}`).ok)
  if (rules.length === 0) return undefined
  return { rules: rules.map((rule) => rule.columns), broken: askerOf(arena, name, source, rules, columns) }
}

function createTrial(name: string, ast: CreateTableStatement, sqlOf: (expression: Expression) => string): string {
  const columns = ast.columns.map((column) => columnSql(column, sqlOf))
  return `CREATE TEMP TABLE ${name} (${columns.join(", ")})${ast.strict ? " STRICT" : ""}`
}

function columnSql(column: ColumnDefinition, sqlOf: (expression: Expression) => string): string {
  const parts = [quoted(column.name.text), column.declaredType ?? ""]
  if (column.collation !== undefined) parts.push(`COLLATE ${quoted(column.collation)}`)
  if (column.generatedExpression !== undefined) parts.push(`AS (${sqlOf(column.generatedExpression)})`)
  return parts.join(" ")
}

/** Columns of a row that an expression reads, through generated columns too. */
function columnsIn(
  expression: Expression,
  ast: CreateTableStatement,
  columns: readonly { readonly name: string }[],
): readonly number[] {
  const names = new Set<string>()
  const add = (node: Expression): void => {
    if (node.kind !== "column" || names.has(fold(node.name.text))) return
    names.add(fold(node.name.text))
    const definition = ast.columns.find((column) => fold(column.name.text) === fold(node.name.text))
    if (definition?.generatedExpression !== undefined)
      walkExpression(definition.generatedExpression, add, { subqueries: false })
  }
  walkExpression(expression, add, { subqueries: false })
  return columns.flatMap(({ name }, index) => (names.has(fold(name)) ? [index] : []))
}

function askerOf(
  arena: Arena,
  name: string,
  source: string,
  rules: readonly Rule[],
  columns: readonly { readonly name: string }[],
): Trial["broken"] {
  const clear = `DELETE FROM temp.${name}`
  const places = columns.map((_, index) => `?${index + 1}`).join(", ")
  const names = columns.map((column) => quoted(column.name)).join(", ")
  const insert = `INSERT INTO temp.${name} (${names}) VALUES (${places})`
  const all = `SELECT ${rules.map(({ sql }) => sql).join(", ")} ${source}`
  return (row) => {
    arena.run(clear)
    if (!arena.run(insert, row).ok) return undefined
    const asked = arena.run(all)
    if (asked.ok) return rules.flatMap((_, index) => (asked.rows[0]?.[index] === 1n ? [index] : []))
    // one of them is an error (malformed JSON): which?
    return rules.flatMap(({ sql }, index) => {
      const answer = arena.run(`SELECT ${sql} ${source}`)
      return answer.ok && answer.rows[0]?.[0] !== 1n ? [] : [index]
    })
  }
}
