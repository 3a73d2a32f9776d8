import { conjuncts } from "../analyze/column-type.ts"
import { type Catalog, fold } from "../catalog/catalog.ts"
import type { Span } from "../source/source-file.ts"
import type { Expression, From, Select, StatementNode, With } from "../syntax/ast.ts"
import { parseQueryFile } from "../syntax/parse-file.ts"
import { coresOf, fromItems, walkExpression, walkStatement } from "../syntax/walk.ts"
import { type Arena, quoted } from "./arena.ts"
import type { StoredColumn } from "./links.ts"
import type { Subject } from "./subject.ts"

/**
 * A part of a query that asks for rows, without its conditions on parameters: what it answers are rows on which the
 * query acts once the parameters are taken from them.
 */
export interface Ripe {
  readonly sql: string
  /** what each column of the answer is */
  readonly columns: readonly StoredColumn[]
}

/** What a part of a query reads. */
interface Part {
  readonly with: With | undefined
  /** text of FROM, as written */
  readonly from: Span
  readonly tables: readonly { readonly name: string; readonly alias: string }[]
  /** conditions whose conjuncts may go */
  readonly conditions: readonly Expression[]
  readonly where: Expression | undefined
}

/** A piece of text and what stands there instead. */
interface Edit {
  readonly span: Span
  readonly text: string
}

const mostRows = 20

/** The parts of a subject whose rows are worth choosing from; those that SQLite refuses alone (correlated ones) are left out. */
export function ripeOf(arena: Arena, { sql, tables }: Subject, catalog: Catalog): readonly Ripe[] {
  const ast = parseQueryFile({ path: "query.sql", text: sql }).value[0]?.ast
  if (ast === undefined) return []
  const stored = new Map(
    [...tables].flatMap((name) => {
      const relation = catalog.relations.get(name)
      return relation === undefined || relation.kind === "view" ? [] : [[name, relation.columns] as const]
    }),
  )
  return partsOf(ast).flatMap((part): readonly Ripe[] => {
    const columns = part.tables.flatMap(({ name, alias }) =>
      (stored.get(fold(name)) ?? [])
        .filter((column) => !column.hidden)
        .map((column) => ({ alias, table: fold(name), column: fold(column.name) })),
    )
    if (columns.length === 0) return []
    const text = textOf(
      sql,
      part,
      parametersIn(ast),
      columns.map(({ alias, column }) => `${quoted(alias)}.${quoted(column)}`),
    )
    return arena.run(text).ok ? [{ sql: text, columns }] : []
  })
}

function partsOf(ast: StatementNode): readonly Part[] {
  const parts: Part[] = []
  const visitSelect = (select: Select, outer: With | undefined): void => {
    for (const table of select.with?.tables ?? []) visitSelect(table.select, outer)
    for (const core of coresOf(select))
      if (core.kind === "core" && core.from !== undefined)
        parts.push(fromPart(core.from, core.where, select.with ?? outer))
  }
  const outer = "with" in ast ? ast.with : undefined
  for (const table of outer?.tables ?? []) visitSelect(table.select, undefined)
  if (ast.kind === "select-statement") visitSelect(ast.select, undefined)
  if (ast.kind === "insert" && ast.source !== undefined) visitSelect(ast.source, outer)
  if (ast.kind === "update" || ast.kind === "delete") {
    const name = ast.table.name.text
    const end = ast.alias?.span.end ?? ast.table.span.end
    const tables = [{ name, alias: ast.alias?.text ?? name }]
    parts.push({ with: outer, from: { start: ast.table.span.start, end }, tables, conditions: [], where: ast.where })
  }
  const visit = (node: Expression): void => {
    for (const select of nestedOf(node)) visitSelect(select, outer)
  }
  walkStatement(ast, visit, { subqueries: true })
  return parts
}

function fromPart(from: From, where: Expression | undefined, outer: With | undefined): Part {
  const tables = fromItems(from).flatMap((item) =>
    item.kind === "table" && item.args === undefined
      ? [{ name: item.table.name.text, alias: item.alias?.text ?? item.table.name.text }]
      : [],
  )
  const conditions = from.joins.flatMap((join) => (join.on === undefined ? [] : [join.on]))
  return { with: outer, from: from.span, tables, conditions, where }
}

function nestedOf(node: Expression): readonly Select[] {
  if (node.kind === "exists" || node.kind === "subquery") return [node.select]
  return node.kind === "in" && node.set.kind === "select" ? [node.set.select] : []
}

function parametersIn(ast: StatementNode): readonly Span[] {
  const found: Span[] = []
  const visit = (node: Expression): void => {
    if (node.kind === "parameter") found.push(node.span)
  }
  walkStatement(ast, visit, { subqueries: true })
  return found
}

function textOf(sql: string, part: Part, parameters: readonly Span[], columns: readonly string[]): string {
  const edits = [...part.conditions, part.where].flatMap((condition) =>
    condition === undefined ? [] : editsIn(condition, parameters),
  )
  const common = part.with === undefined ? "" : `${withEdits(sql, part.with.span, editsOfWith(part.with, parameters))} `
  const where = part.where === undefined ? "" : ` WHERE ${withEdits(sql, part.where.span, edits)}`
  return `${common}SELECT ${columns.join(", ")} FROM ${withEdits(sql, part.from, edits)}${where} LIMIT ${mostRows}`
}

function editsOfWith(node: With, parameters: readonly Span[]): readonly Edit[] {
  return node.tables.flatMap(({ select }) => editsInSelect(select, parameters))
}

/** Conjuncts with a parameter become TRUE; inside EXISTS and IN (SELECT ...) those of the inner WHERE, if that is enough. */
function editsIn(condition: Expression, parameters: readonly Span[]): readonly Edit[] {
  return conjuncts(condition).flatMap((conjunct): readonly Edit[] => {
    const inside = parameters.filter((span) => contains(conjunct.span, span))
    if (inside.length === 0) return []
    const nested: Edit[] = []
    const visit = (node: Expression): void => {
      for (const select of nestedOf(node)) nested.push(...editsInSelect(select, parameters))
    }
    walkExpression(conjunct, visit, { subqueries: false })
    const isEnough = inside.every((span) => nested.some((edit) => contains(edit.span, span)))
    return isEnough ? nested : [{ span: conjunct.span, text: "TRUE" }]
  })
}

function editsInSelect(select: Select, parameters: readonly Span[]): readonly Edit[] {
  return coresOf(select).flatMap((core): readonly Edit[] => {
    if (core.kind !== "core") return []
    const joins = core.from?.joins.flatMap((join) => (join.on === undefined ? [] : [join.on])) ?? []
    return [...joins, ...(core.where === undefined ? [] : [core.where])].flatMap((condition) =>
      editsIn(condition, parameters),
    )
  })
}

function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end
}

function withEdits(sql: string, span: Span, edits: readonly Edit[]): string {
  let text = ""
  let at = span.start
  for (const edit of edits.filter((one) => contains(span, one.span)).toSorted((a, b) => a.span.start - b.span.start)) {
    text += sql.slice(at, edit.span.start) + edit.text
    at = edit.span.end
  }
  return text + sql.slice(at, span.end)
}
