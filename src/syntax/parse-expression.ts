import type { Expr as Raw, Operator as RawOperator, UnaryOperator as RawUnaryOperator } from "sqlite3-parser"
import type { BinaryOperator, Expression, InSet } from "./ast.ts"
import { listSet } from "./in-list.ts"
import { convertCall } from "./parse-call.ts"
import { convertBareName, convertLiteral, numberValue } from "./parse-literal.ts"
import {
  type Adapter,
  endOf,
  identifierOf,
  indexAt,
  spanOf,
  startBefore,
  startOf,
  tokenFrom,
  unquoted,
  writtenText,
} from "./parse-source.ts"
import { convertTableName } from "./parse-table.ts"
import { isKeyword } from "./token.ts"

/* Part of the adapter to the `sqlite3-parser` package: expressions. */

const binaryOperators: Readonly<Record<RawOperator, BinaryOperator>> = {
  Add: "+",
  And: "and",
  ArrowRight: "->",
  ArrowRightShift: "->>",
  BitwiseAnd: "&",
  BitwiseOr: "|",
  Concat: "||",
  Divide: "/",
  Equals: "=",
  Greater: ">",
  GreaterEquals: ">=",
  Is: "is",
  IsNot: "is not",
  LeftShift: "<<",
  Less: "<",
  LessEquals: "<=",
  Modulus: "%",
  Multiply: "*",
  NotEquals: "<>",
  Or: "or",
  RightShift: ">>",
  Subtract: "-",
}

const unaryOperators: Readonly<Record<RawUnaryOperator, "-" | "+" | "~" | "not">> = {
  BitwiseNot: "~",
  Negative: "-",
  Not: "not",
  Positive: "+",
}

const likeOperators = { Like: "like", Glob: "glob", Match: "match", Regexp: "regexp" } as const
const raiseActions = { Rollback: "rollback", Abort: "abort", Fail: "fail", Ignore: "ignore", Replace: "abort" } as const

/** The package's expression as ours. Parentheses around one expression leave no node. */
export function convertExpression(wrapped: Raw, adapter: Adapter): Expression {
  const node = withoutParentheses(wrapped)
  switch (node.type) {
    case "BinaryExpr":
      return convertBinary(node, adapter)
    case "UnaryExpr":
      return convertUnary(node, adapter)
    case "IsNullExpr":
    case "NotNullExpr":
      return isNull(node, node.type === "NotNullExpr", node.expr, adapter)
    case "Id":
      return convertBareName(node, adapter)
    case "QualifiedExpr":
      return convertQualified(node, adapter)
    case "NameExpr":
      return convertBareName({ type: "Id", name: node.name.text, span: node.name.span }, adapter)
    case "VariableExpr":
      return { kind: "parameter", span: spanOf(adapter, node), text: node.name }
    case "FunctionCallExpr":
    case "FunctionCallStarExpr":
      return convertCall(node, adapter)
    case "NumericLiteral":
    case "StringLiteral":
    case "BlobLiteral":
    case "KeywordLiteral":
    case "NullLiteral":
    case "CurrentDateLiteral":
    case "CurrentTimeLiteral":
    case "CurrentTimestampLiteral":
      return convertLiteral(node, adapter)
    default:
      return convertCompound(node, adapter)
  }
}

type Compound = Extract<
  Raw,
  {
    readonly type:
      | "BetweenExpr"
      | "CaseExpr"
      | "CastExpr"
      | "CollateExpr"
      | "ExistsExpr"
      | "InListExpr"
      | "InSelectExpr"
      | "InTableExpr"
      | "LikeExpr"
      | "ParenthesizedExpr"
      | "RaiseExpr"
      | "SubqueryExpr"
  }
>

function convertCompound(node: Compound, adapter: Adapter): Expression {
  const span = spanOf(adapter, node)
  switch (node.type) {
    case "BetweenExpr":
      return {
        kind: "between",
        span,
        not: node.not,
        operand: adapter.expression(node.lhs),
        low: adapter.expression(node.start),
        high: adapter.expression(node.end),
      }
    case "CaseExpr":
      return convertCase(node, adapter)
    case "CastExpr": {
      const type = node.typeName === undefined ? "" : writtenText(adapter, spanOf(adapter, node.typeName))
      return { kind: "cast", span, operand: adapter.expression(node.expr), type }
    }
    case "CollateExpr": {
      const collation = unquoted(adapter.tokens[indexAt(adapter, span.end) - 1]?.text ?? "")
      return { kind: "collate", span, operand: adapter.expression(node.expr), collation }
    }
    case "ExistsExpr":
      return { kind: "exists", span, select: adapter.select(node.select) }
    case "SubqueryExpr":
      return { kind: "subquery", span, select: adapter.select(node.select) }
    case "ParenthesizedExpr":
      return { kind: "row", span, items: node.exprs.map((item) => adapter.expression(item)) }
    case "InListExpr":
    case "InSelectExpr":
    case "InTableExpr":
      return { kind: "in", span, not: node.not, operand: adapter.expression(node.lhs), set: convertSet(node, adapter) }
    case "LikeExpr":
      return convertLike(node, adapter)
    case "RaiseExpr": {
      const message = node.message === undefined ? undefined : adapter.expression(node.message)
      return { kind: "raise", span, action: raiseActions[node.resolve], message }
    }
  }
}

/** `((a))` -> `a`; `(a, b)` stays. */
function withoutParentheses(node: Raw): Raw {
  let inner = node
  while (inner.type === "ParenthesizedExpr" && inner.exprs.length === 1 && inner.exprs[0] !== undefined) {
    inner = inner.exprs[0]
  }
  return inner
}

/** `a IS NULL` is a test of one operand, also when NULL stands in parentheses. */
function convertBinary(node: Extract<Raw, { readonly type: "BinaryExpr" }>, adapter: Adapter): Expression {
  const op = binaryOperators[node.op]
  if ((op === "is" || op === "is not") && withoutParentheses(node.right).type === "NullLiteral") {
    return isNull(node, op === "is not", node.left, adapter)
  }
  const left = adapter.expression(node.left)
  return { kind: "binary", span: spanOf(adapter, node), op, left, right: adapter.expression(node.right) }
}

function isNull(node: Raw, not: boolean, operand: Raw, adapter: Adapter): Expression {
  return { kind: "is-null", span: spanOf(adapter, node), not, operand: adapter.expression(operand) }
}

/** The sign stands right before its operand; in `DEFAULT -1` the package's span starts at DEFAULT. */
function convertUnary(node: Extract<Raw, { readonly type: "UnaryExpr" }>, adapter: Adapter): Expression {
  const op = unaryOperators[node.op]
  const span = { start: startBefore(adapter, startOf(adapter, node.expr)), end: endOf(adapter, node.expr) }
  const inner = withoutParentheses(node.expr)
  if (op !== "-" || inner.type !== "NumericLiteral")
    return { kind: "unary", span, op, operand: adapter.expression(node.expr) }
  const value = numberValue(inner.value, true)
  return { kind: "unary", span, op, operand: { kind: "literal", span: spanOf(adapter, inner), value } }
}

function convertQualified(node: Extract<Raw, { readonly type: "QualifiedExpr" }>, adapter: Adapter): Expression {
  return {
    kind: "column",
    span: spanOf(adapter, node),
    schema: node.schema === undefined ? undefined : identifierOf(adapter, node.schema),
    table: identifierOf(adapter, node.table),
    name: identifierOf(adapter, node.column),
  }
}

function convertCase(node: Extract<Raw, { readonly type: "CaseExpr" }>, adapter: Adapter): Expression {
  return {
    kind: "case",
    span: spanOf(adapter, node),
    operand: node.base === undefined ? undefined : adapter.expression(node.base),
    // biome-ignore lint/suspicious/noThenProperty: the arm of a CASE, never awaited
    arms: node.whenThenPairs.map((arm) => ({ when: adapter.expression(arm.when), then: adapter.expression(arm.then) })),
    otherwise: node.elseExpr === undefined ? undefined : adapter.expression(node.elseExpr),
  }
}

function convertLike(node: Extract<Raw, { readonly type: "LikeExpr" }>, adapter: Adapter): Expression {
  return {
    kind: "like",
    span: spanOf(adapter, node),
    op: likeOperators[node.op],
    not: node.not,
    operand: adapter.expression(node.lhs),
    pattern: adapter.expression(node.rhs),
    escape: node.escape === undefined ? undefined : adapter.expression(node.escape),
  }
}

/** What follows `[NOT] IN`: a list or subquery with its parentheses, or a table. */
function convertSet(
  node: Extract<Raw, { readonly type: "InListExpr" | "InSelectExpr" | "InTableExpr" }>,
  adapter: Adapter,
): InSet {
  const operator = indexAt(adapter, endOf(adapter, node.lhs))
  const first = operator + (isKeyword(adapter.tokens[operator], "NOT") ? 2 : 1)
  const span = { start: adapter.tokens[first]?.start ?? startOf(adapter, node), end: endOf(adapter, node) }
  if (node.type === "InSelectExpr") return { kind: "select", select: adapter.select(node.rhs), span }
  if (node.type === "InListExpr") {
    const items = (node.rhs ?? []).map((item) => adapter.expression(item))
    return listSet(items, span, adapter.lists) ?? { kind: "list", items, span }
  }
  const called = tokenFrom(adapter, endOf(adapter, node.rhs))?.kind === "(" && endOf(adapter, node.rhs) < span.end
  const args = called ? (node.args ?? []).map((item) => adapter.expression(item)) : undefined
  return { kind: "table", table: convertTableName(node.rhs, adapter), args, span }
}
