import type {
  Assignment,
  ColumnDefinition,
  Expression,
  From,
  FromItem,
  FunctionCall,
  InSet,
  OrderTerm,
  ResultItem,
  Select,
  SelectCore,
  StatementNode,
  WindowSpec,
  With,
  WriteLimit,
} from "./ast.ts"

/** `subqueries: true` also walks SELECTs inside, with their CTEs and FROM. */
export interface WalkOptions {
  readonly subqueries: boolean
}

/** The expressions directly under an expression, in the order written. Those of a subquery are not among them. */
export function childrenOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case "literal":
    case "column":
    case "parameter":
    case "exists":
    case "subquery":
      return []
    case "unary":
    case "is-null":
    case "cast":
    case "collate":
      return [node.operand]
    case "binary":
      return [node.left, node.right]
    case "between":
      return [node.operand, node.low, node.high]
    case "like":
      return present([node.operand, node.pattern, node.escape])
    case "in":
      return [node.operand, ...setItems(node.set)]
    case "case":
      return present([node.operand, ...node.arms.flatMap((arm) => [arm.when, arm.then]), node.otherwise])
    case "call":
      return callChildren(node)
    case "row":
      return node.items
    case "raise":
      return present([node.message])
  }
}

/** The SELECT directly inside an expression: of EXISTS, of IN, or the subquery itself. */
function selectsOf(node: Expression): readonly Select[] {
  if (node.kind === "exists" || node.kind === "subquery") return [node.select]
  return node.kind === "in" && node.set.kind === "select" ? [node.set.select] : []
}

/** Calls `visit` for the expression and everything under it, parents first. */
export function walkExpression(node: Expression, visit: (node: Expression) => void, options: WalkOptions): void {
  visit(node)
  for (const child of childrenOf(node)) walkExpression(child, visit, options)
  if (!options.subqueries) return
  for (const select of selectsOf(node)) walkSelect(select, visit, options)
}

/** Calls `visit` for every expression of a SELECT. Without `subqueries`, its CTEs and subqueries in FROM are left out. */
export function walkSelect(select: Select, visit: (node: Expression) => void, options: WalkOptions): void {
  if (options.subqueries) walkWith(select.with, visit, options)
  for (const core of coresOf(select)) {
    for (const expression of expressionsOfCore(core)) walkExpression(expression, visit, options)
    if (core.kind === "core" && core.from !== undefined && options.subqueries) walkNested(core.from, visit, options)
  }
  for (const expression of expressionsOfTail(select)) walkExpression(expression, visit, options)
}

/** Calls `visit` for every expression of a statement, the body of a trigger too. */
export function walkStatement(node: StatementNode, visit: (node: Expression) => void, options: WalkOptions): void {
  if ("with" in node && options.subqueries) walkWith(node.with, visit, options)
  for (const expression of expressionsOfStatement(node)) walkExpression(expression, visit, options)
  for (const select of selectsOfStatement(node)) walkSelect(select, visit, options)
  if (node.kind === "update" && node.from !== undefined && options.subqueries) walkNested(node.from, visit, options)
  if (node.kind === "create-trigger") for (const each of node.body) walkStatement(each, visit, options)
}

/** The SELECTs and VALUES of a compound, first to last. */
export function coresOf(select: Select): readonly SelectCore[] {
  return [select.first, ...select.rest.map((part) => part.core)]
}

/** Every table, subquery and table-valued function of a FROM, left to right, out of parentheses. */
export function fromItems(from: From): readonly Exclude<FromItem, { readonly kind: "parenthesized" }>[] {
  return [from.first, ...from.joins.map((join) => join.item)].flatMap((item) =>
    item.kind === "parenthesized" ? fromItems(item.from) : [item],
  )
}

function walkWith(node: With | undefined, visit: (node: Expression) => void, options: WalkOptions): void {
  for (const table of node?.tables ?? []) walkSelect(table.select, visit, options)
}

function walkNested(from: From, visit: (node: Expression) => void, options: WalkOptions): void {
  for (const item of fromItems(from)) if (item.kind === "subquery") walkSelect(item.select, visit, options)
}

function expressionsOfCore(core: SelectCore): readonly Expression[] {
  if (core.kind === "values") return core.rows.flatMap((row) => row.items)
  return present([
    ...ofResultItems(core.columns),
    ...(core.from === undefined ? [] : ofFrom(core.from)),
    core.where,
    ...core.groupBy,
    core.having,
    ...core.windows.flatMap(({ window }) => ofWindow(window)),
  ])
}

function expressionsOfTail(select: Select): readonly Expression[] {
  return present([...ofOrderTerms(select.orderBy), select.limit, select.offset])
}

function expressionsOfStatement(node: StatementNode): readonly Expression[] {
  switch (node.kind) {
    case "insert":
      return present([
        ...node.upserts.flatMap((upsert) => [
          ...ofOrderTerms(upsert.target ?? []),
          upsert.targetWhere,
          ...ofAssignments(upsert.update?.assignments ?? []),
          upsert.update?.where,
        ]),
        ...ofResultItems(node.returning),
      ])
    case "update":
      return present([
        ...ofAssignments(node.assignments),
        ...(node.from === undefined ? [] : ofFrom(node.from)),
        node.where,
        ...ofResultItems(node.returning),
        ...ofLimit(node.limited),
      ])
    case "delete":
      return present([node.where, ...ofResultItems(node.returning), ...ofLimit(node.limited)])
    case "create-trigger":
      return present([node.when])
    case "create-index":
      return present([...ofOrderTerms(node.columns), node.where])
    case "create-table":
      return present([
        ...node.columns.flatMap(ofColumn),
        ...[node.primaryKey ?? [], ...node.uniques].flatMap(ofOrderTerms),
        ...node.checks.map((check) => check.expression),
      ])
    case "alter-table":
      return node.action.kind === "add-column" ? ofColumn(node.action.column) : []
    case "pragma":
      return present([node.value])
    case "select-statement":
    case "create-view":
    case "create-virtual-table":
    case "drop":
    case "transaction":
    case "other":
      return []
  }
}

function selectsOfStatement(node: StatementNode): readonly Select[] {
  if (node.kind === "select-statement" || node.kind === "create-view") return [node.select]
  if (node.kind === "insert") return node.source === undefined ? [] : [node.source]
  return node.kind === "create-table" && node.asSelect !== undefined ? [node.asSelect] : []
}

function ofLimit(limited: WriteLimit | undefined): readonly Expression[] {
  return limited === undefined ? [] : present([...ofOrderTerms(limited.orderBy), limited.limit, limited.offset])
}

function ofColumn(column: ColumnDefinition): readonly Expression[] {
  const checks = column.checks.map((check) => check.expression)
  return present([column.default, column.generatedExpression, ...checks])
}

function ofFrom(from: From): readonly Expression[] {
  return [...ofItem(from.first), ...from.joins.flatMap((join) => present([...ofItem(join.item), join.on]))]
}

function ofItem(item: FromItem): readonly Expression[] {
  if (item.kind === "table") return item.args ?? []
  return item.kind === "parenthesized" ? ofFrom(item.from) : []
}

function ofResultItems(items: readonly ResultItem[]): readonly Expression[] {
  return items.flatMap((item) => (item.kind === "expression" ? [item.expression] : []))
}

function ofOrderTerms(terms: readonly OrderTerm[]): readonly Expression[] {
  return terms.map((term) => term.expression)
}

function ofAssignments(assignments: readonly Assignment[]): readonly Expression[] {
  return assignments.map((assignment) => assignment.value)
}

function callChildren(call: FunctionCall): readonly Expression[] {
  const window = call.over !== undefined && "kind" in call.over ? ofWindow(call.over) : []
  return present([...call.args, ...ofOrderTerms(call.orderBy), call.filter, ...window])
}

function ofWindow(window: WindowSpec): readonly Expression[] {
  const bounds = [window.frame?.start, window.frame?.end]
  const offsets = bounds.map((bound) => (bound !== undefined && "offset" in bound ? bound.offset : undefined))
  return present([...window.partitionBy, ...ofOrderTerms(window.orderBy), ...offsets])
}

function setItems(set: InSet): readonly Expression[] {
  if (set.kind === "select") return []
  return set.kind === "list" ? set.items : (set.args ?? [])
}

function present(nodes: readonly (Expression | undefined)[]): readonly Expression[] {
  return nodes.filter((node) => node !== undefined)
}

/** Every SELECT of a statement: its own, those of its common tables, its FROM, its expressions, and of a trigger's body. */
export function selectsIn(node: StatementNode): readonly Select[] {
  const found: Select[] = []
  const enter = (select: Select): void => {
    found.push(select)
    enterWith(select.with)
    const cores = coresOf(select)
    for (const core of cores) if (core.kind === "core") enterFrom(core.from)
    for (const expression of cores.flatMap(expressionsOfCore)) enterExpression(expression)
    for (const expression of expressionsOfTail(select)) enterExpression(expression)
  }
  const enterWith = (list: With | undefined): void => {
    for (const table of list?.tables ?? []) enter(table.select)
  }
  const enterFrom = (from: From | undefined): void => {
    for (const item of from === undefined ? [] : fromItems(from)) if (item.kind === "subquery") enter(item.select)
  }
  const enterExpression = (expression: Expression): void => {
    walkExpression(expression, (each) => selectsOf(each).forEach(enter), { subqueries: false })
  }
  if ("with" in node) enterWith(node.with)
  for (const select of selectsOfStatement(node)) enter(select)
  for (const expression of expressionsOfStatement(node)) enterExpression(expression)
  if (node.kind === "update") enterFrom(node.from)
  if (node.kind === "create-trigger") found.push(...node.body.flatMap(selectsIn))
  return found
}
