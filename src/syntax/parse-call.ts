import type {
  FunctionCallExpr,
  FunctionCallStarExpr,
  FrameBound as RawBound,
  FrameClause as RawFrame,
  Over as RawOver,
  Window as RawWindow,
} from "sqlite3-parser"
import type { Span } from "../source/source-file.ts"
import type { FrameBound, FunctionCall, Identifier, WindowFrame, WindowSpec } from "./ast.ts"
import { type Adapter, endOf, identifierOf, spanOf, startOf, tokenFrom } from "./parse-source.ts"
import { convertOrderTerms } from "./parse-table.ts"

/* Part of the adapter to the `sqlite3-parser` package: function calls and windows. */

const frameModes = { Rows: "rows", Range: "range", Groups: "groups" } as const
const frameExcludes = { NoOthers: "no others", CurrentRow: "current row", Group: "group", Ties: "ties" } as const

/** `count(*)`, `sum(DISTINCT x ORDER BY y) FILTER (WHERE z) OVER w` */
export function convertCall(node: FunctionCallExpr | FunctionCallStarExpr, adapter: Adapter): FunctionCall {
  const tail = node.filterOver
  const plain = node.type === "FunctionCallExpr" ? node : undefined
  const sorted = plain?.orderBy?.type === "SortListFunctionCallOrder" ? plain.orderBy.columns : undefined
  return {
    kind: "call",
    span: spanOf(adapter, node),
    name: identifierOf(adapter, node.name),
    star: plain === undefined,
    distinct: plain?.distinctness === "Distinct",
    args: (plain?.args ?? []).map((argument) => adapter.expression(argument)),
    orderBy: convertOrderTerms(sorted, adapter),
    filter: tail?.filterClause === undefined ? undefined : adapter.expression(tail.filterClause),
    over: tail?.overClause === undefined ? undefined : convertOver(tail.overClause, adapter),
  }
}

/** `OVER w`, or `OVER (...)`, whose window spans its parentheses. */
function convertOver(node: RawOver, adapter: Adapter): Identifier | WindowSpec {
  if (node.type === "NameOver") return identifierOf(adapter, node.name)
  const over = tokenFrom(adapter, startOf(adapter, node))
  const open = tokenFrom(adapter, over?.end ?? startOf(adapter, node))
  return convertWindow(
    node.window,
    { start: open?.start ?? startOf(adapter, node), end: endOf(adapter, node) },
    adapter,
  )
}

/** A window; `span` is that of its parentheses, since it may be empty. */
export function convertWindow(node: RawWindow, span: Span, adapter: Adapter): WindowSpec {
  return {
    kind: "window",
    span,
    base: node.base === undefined ? undefined : identifierOf(adapter, node.base),
    partitionBy: (node.partitionBy ?? []).map((expression) => adapter.expression(expression)),
    orderBy: convertOrderTerms(node.orderBy, adapter),
    frame: node.frameClause === undefined ? undefined : convertFrame(node.frameClause, adapter),
  }
}

function convertFrame(node: RawFrame, adapter: Adapter): WindowFrame {
  return {
    span: spanOf(adapter, node),
    mode: frameModes[node.mode],
    start: convertBound(node.start, adapter),
    end: node.end === undefined ? undefined : convertBound(node.end, adapter),
    exclude: node.exclude === undefined ? undefined : frameExcludes[node.exclude],
  }
}

function convertBound(node: RawBound, adapter: Adapter): FrameBound {
  switch (node.type) {
    case "CurrentRowFrameBound":
      return { kind: "current row" }
    case "UnboundedPrecedingFrameBound":
      return { kind: "unbounded preceding" }
    case "UnboundedFollowingFrameBound":
      return { kind: "unbounded following" }
    case "PrecedingFrameBound":
      return { kind: "preceding", offset: adapter.expression(node.expr) }
    case "FollowingFrameBound":
      return { kind: "following", offset: adapter.expression(node.expr) }
  }
}
