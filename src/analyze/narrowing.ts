import { fold } from "../catalog/catalog.ts"
import { functionNamed } from "../catalog/functions.ts"
import type { Expression } from "../syntax/ast.ts"
import { checkFacts } from "./check-facts.ts"
import { knownProofs } from "./known-values.ts"
import { reason } from "./lattice.ts"
import { literalOf } from "./literal.ts"
import type { Proof, Verdict } from "./proof.ts"
import { cover, meet } from "./range.ts"
import { rangeProofs } from "./range-facts.ts"
import { longest, sameText } from "./same-text.ts"
import { bothKnown, type Facts, resolve, type Scope } from "./scope.ts"

/**
 * What holds where a condition is true: columns without NULL, and outer-joined relations whose row must be there.
 * A condition that is NULL is not true, so every column that would make it NULL is proved.
 */
export function factsOf(scope: Scope, condition: Expression): Facts {
  return asFacts(scope, proofsOf(scope, condition, "true"))
}

/** What holds where a condition is false or NULL: in the ELSE of a CASE. */
export function factsOfElse(scope: Scope, condition: Expression): Facts {
  return asFacts(scope, proofsOf(scope, condition, "not true"))
}

/** What holds where a condition is false and not NULL: on the right of an OR. */
export function factsOfFalse(scope: Scope, condition: Expression): Facts {
  return asFacts(scope, proofsOf(scope, condition, "false"))
}

/** What holds where two expressions are equal: in an arm of `CASE x WHEN y`. */
export function factsOfEqual(scope: Scope, left: Expression, right: Expression): Facts {
  const known = knownProofs(scope, { kind: "binary", op: "=", left, right, span: right.span }, "true")
  return asFacts(scope, [...[left, right].flatMap((side) => whenNotNull(scope, side, right)), ...known])
}

function asFacts(scope: Scope, proofs: readonly Proof[]): Facts {
  const ranges = new Map<string, NonNullable<Proof["range"]>>()
  for (const { text, range } of proofs)
    if (text !== undefined && range !== undefined) ranges.set(text, meet(ranges.get(text), range))
  const facts: Facts = {
    notNull: new Map(
      proofs.flatMap(({ column, why, known }) =>
        column === undefined || known !== undefined ? [] : [[column, why] as const],
      ),
    ),
    present: new Map(
      proofs.flatMap(({ relation, why }) => (relation?.missing === undefined ? [] : [[relation, why] as const])),
    ),
    solid: new Map(
      proofs.flatMap(({ text, range, why }) =>
        text === undefined || range !== undefined ? [] : [[text, why] as const],
      ),
    ),
    ranges,
    known: bothKnown(
      proofs.flatMap(({ column, known }) =>
        column === undefined || known === undefined ? [] : [[column, known] as const],
      ),
    ),
  }
  return checkFacts(scope, facts)
}

function proofsOf(scope: Scope, node: Expression, verdict: Verdict): readonly Proof[] {
  scope.steps.count++
  if (node.kind === "unary" && node.op === "not") return proofsOf(scope, node.operand, opposite[verdict])
  if (node.kind === "binary" && (node.op === "and" || node.op === "or")) {
    const left = proofsOf(scope, node.left, verdict)
    const right = proofsOf(scope, node.right, verdict)
    // `a AND b` that is true tells of both, one that is false of either
    const both = (node.op === "and") === (verdict === "true" || verdict === "not false")
    return both ? [...left, ...right] : shared(left, right)
  }
  return [
    ...nullProofs(scope, node, verdict),
    ...rangeProofs(scope, node, verdict),
    ...knownProofs(scope, node, verdict),
  ]
}

function nullProofs(scope: Scope, node: Expression, verdict: Verdict): readonly Proof[] {
  if (node.kind === "is-null") {
    const hasValue = node.not === (verdict === "true" || verdict === "not false")
    return hasValue ? whenNotNull(scope, node.operand, node) : []
  }
  if (node.kind === "binary" && (node.op === "is" || node.op === "is not")) {
    const same = (node.op === "is") === (verdict === "true" || verdict === "not false")
    return same ? whenSame(scope, node.left, node.right, node) : []
  }
  if (verdict === "not true" || verdict === "not false") return []
  return holds(node, verdict) ? whenHolds(scope, node) : whenNotNull(scope, node, node)
}

const opposite: Readonly<Record<Verdict, Verdict>> = {
  true: "false",
  false: "true",
  "not true": "not false",
  "not false": "not true",
}

/** `x BETWEEN a AND b` that is true, or `x NOT BETWEEN a AND b` that is false. */
function holds(node: Expression, verdict: "true" | "false"): boolean {
  const not = node.kind === "between" || node.kind === "in" || node.kind === "like" ? node.not : false
  return not === (verdict === "false")
}

/** What both sides prove: columns, relations that either needs, expressions; numbers and values of either. */
function shared(left: readonly Proof[], right: readonly Proof[]): readonly Proof[] {
  const isKnown = ({ known }: Proof): boolean => known !== undefined
  const isOther = (proof: Proof): boolean => !isKnown(proof)
  return [isKnown, isOther].flatMap((kind) => sharedOf(left.filter(kind), right.filter(kind)))
}

function sharedOf(left: readonly Proof[], right: readonly Proof[]): readonly Proof[] {
  const others = together(right)
  const needed = new Set(right.map((each) => each.relation))
  return [...together(left)].flatMap(([key, proof]): readonly Proof[] => {
    const other = others.get(key)
    if (other !== undefined)
      return [proof.range !== undefined || proof.known !== undefined ? either(proof, other) : proof]
    if (proof.relation === undefined || !needed.has(proof.relation)) return []
    return [{ ...proof, column: undefined, text: undefined }]
  })
}

/** One proof for all that is said of one column, and of one expression. */
function together(proofs: readonly Proof[]): ReadonlyMap<unknown, Proof> {
  const met = new Map<unknown, Proof>()
  for (const proof of proofs) {
    const key = keyOf(proof)
    const other = met.get(key)
    if (other === undefined) met.set(key, proof)
    else met.set(key, { ...other, range: rangeOfBoth(other, proof), known: knownOfBoth(other, proof) })
  }
  return met
}

/** What a proof speaks of. */
function keyOf({ text, range, column, relation }: Proof): unknown {
  if (text === undefined) return column ?? relation
  return range === undefined ? text : `range ${text}`
}

function rangeOfBoth(a: Proof, b: Proof): Proof["range"] {
  return b.range === undefined ? a.range : meet(a.range, b.range)
}

function knownOfBoth(a: Proof, b: Proof): Proof["known"] {
  if (a.known === undefined || b.known === undefined || a.column === undefined) return a.known
  return bothKnown([
    [a.column, a.known],
    [a.column, b.known],
  ]).get(a.column)
}

function either(a: Proof, b: Proof): Proof {
  if (a.known !== undefined && b.known !== undefined) {
    const values =
      a.known.values === undefined || b.known.values === undefined
        ? undefined
        : [...new Set([...a.known.values, ...b.known.values])]
    return { ...a, known: { null: a.known.null || b.known.null, values } }
  }
  return { ...a, range: a.range === undefined || b.range === undefined ? undefined : cover([a.range, b.range]) }
}

/** `x IS 'a'` holds only for a value. */
function whenSame(scope: Scope, left: Expression, right: Expression, condition: Expression): readonly Proof[] {
  if (left.kind === "row" && right.kind === "row") {
    return left.items.flatMap((item, index) => {
      const other = right.items[index]
      return other === undefined ? [] : whenSame(scope, item, other, condition)
    })
  }
  return [
    ...(isValue(right) ? whenNotNull(scope, left, condition) : []),
    ...(isValue(left) ? whenNotNull(scope, right, condition) : []),
  ]
}

function isValue(node: Expression): boolean {
  return literalOf(node) !== undefined || (node.kind === "literal" && node.value.type !== "null")
}

/** Columns that cannot be NULL where a comparison is true, which says more than that it is not NULL. */
function whenHolds(scope: Scope, node: Expression): readonly Proof[] {
  const all = (...operands: readonly Expression[]): readonly Proof[] =>
    operands.flatMap((operand) => whenNotNull(scope, operand, node))
  switch (node.kind) {
    case "between":
      return all(node.operand, node.low, node.high)
    case "in":
      return all(...(node.operand.kind === "row" ? node.operand.items : [node.operand]))
    case "like":
      return node.op === "match" ? whenFound(scope, node.operand, node) : whenNotNull(scope, node, node)
    case "binary":
      if (node.op !== "=") return whenNotNull(scope, node, node)
      return [
        ...all(...[node.left, node.right].flatMap((side) => (side.kind === "row" ? side.items : [side]))),
        ...whenFound(scope, node.left, node),
      ]
    default:
      return whenNotNull(scope, node, node)
  }
}

/** A row that full text search found has a rank; a column that was searched has text. https://sqlite.org/fts5.html#the_auxiliary_rank_column */
function whenFound(scope: Scope, operand: Expression, condition: Expression): readonly Proof[] {
  if (operand.kind !== "column") return []
  const found = resolve(scope, operand)
  if (found.kind !== "column" || found.scope.relations !== scope.relations) return []
  const rank = found.relation?.columns.find((column) => column.hidden && fold(column.name) === "rank")
  if (rank === undefined || found.column === rank) return []
  const why = reason("full text search found the row", scope.file, condition.span)
  if (found.column.hidden) return [{ column: rank, relation: undefined, why }]
  if (condition.kind !== "like") return []
  return [rank, found.column].map((column) => ({ column, relation: undefined, why }))
}

/** The expression itself, and the columns that cannot be NULL where it is not NULL. */
function whenNotNull(scope: Scope, node: Expression, condition: Expression): readonly Proof[] {
  const inside = insideNotNull(scope, node, condition)
  if (!hasText.has(node.kind)) return inside
  const text = sameText(scope, node)
  if (text === undefined) return inside
  const why = reason("this expression is not NULL where this holds", scope.file, condition.span)
  return [...inside, { column: undefined, relation: undefined, why, text }]
}

const hasText: ReadonlySet<Expression["kind"]> = new Set(["call", "binary", "cast", "unary", "case"])

function insideNotNull(scope: Scope, node: Expression, condition: Expression): readonly Proof[] {
  scope.steps.count++
  const all = (...operands: readonly (Expression | undefined)[]): readonly Proof[] =>
    operands.flatMap((operand) => (operand === undefined ? [] : whenNotNull(scope, operand, condition)))
  switch (node.kind) {
    case "column": {
      const found = resolve(scope, node)
      const alias =
        found.kind === "column" || node.table !== undefined ? undefined : scope.aliased.get(fold(node.name.text))
      if (alias !== undefined) return whenNotNull({ ...scope, aliased: new Map() }, alias, condition)
      if (found.kind !== "column" || found.scope.relations !== scope.relations) return []
      const why = reason(`\`${node.name.text}\` is not NULL where this holds`, scope.file, condition.span)
      return [{ column: found.column, relation: found.relation, why }]
    }
    case "unary":
    case "collate":
    case "cast":
      return all(node.operand)
    case "binary":
      return all(...(node.span.end - node.span.start > longest ? chainOperands(node) : strictOperands(node)))
    case "between":
      return all(node.operand)
    case "like":
      return node.op === "match" ? [] : all(node.operand, node.pattern, node.escape)
    case "in":
      return node.set.kind === "list" && node.set.items.length > 0 ? all(node.operand) : []
    case "call":
      return all(...nullArguments(node))
    default:
      return []
  }
}

/** The operands that make a long chain of operators NULL; without recursion, for it may be very long. */
function chainOperands(node: Expression): readonly Expression[] {
  const operands: Expression[] = []
  const waiting: Expression[] = [node]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.kind === "binary") waiting.push(...strictOperands(next))
    else operands.push(next)
  }
  return operands
}

/** The operands that make an operator NULL. Rows are compared from the left: where that is not NULL, their first fields are not. Equality looks at all fields. */
function strictOperands(node: Extract<Expression, { kind: "binary" }>): readonly Expression[] {
  if (node.op === "and" || node.op === "or" || node.op === "is" || node.op === "is not") return []
  const { left, right } = node
  if (left.kind !== "row" || right.kind !== "row") return [left, right]
  if (node.op === "=" || node.op === "<>") return []
  return [left.items[0], right.items[0]].flatMap((item) => item ?? [])
}

/** The arguments that make a scalar function NULL. */
function nullArguments(node: Extract<Expression, { kind: "call" }>): readonly Expression[] {
  const name = fold(node.name.text)
  const entry = functionNamed(name, node.args.length)
  if (entry?.kind !== "scalar") return []
  if (entry.nulls === "first") return node.args.slice(0, 1)
  if (entry.nulls !== "any") return []
  return name === "replace" ? node.args.slice(0, 2) : node.args // nothing is replaced where there is nothing to look for
}
