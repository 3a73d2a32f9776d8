import type { Expression } from "../syntax/ast.ts"
import { type Expectation, expecting, type Inference } from "./inference.ts"
import { join, reason, storageOf } from "./lattice.ts"
import { isOpen, isWhole } from "./open.ts"
import type { Scope } from "./scope.ts"
import type { ValueType } from "./value-type.ts"

/** An expression and the scope it is read in (an arm of CASE knows that its condition held). */
export interface Alternative {
  readonly scope: Scope
  readonly node: Expression
}

/**
 * Types of expressions of which one is the value (CASE arms, COALESCE). Parameters among them are of the type of the
 * others, else of what the place wants. Each alternative is visited once.
 */
export function inferAlternatives(
  on: Inference,
  all: readonly Alternative[],
  expected: Expectation | undefined,
  text: string,
  nullMeant = false,
): readonly ValueType[] {
  const types = new Map<Alternative, ValueType>()
  const inherit: Expectation = {
    ...expecting(expected?.type, text, { strength: expected?.strength ?? "argument" }),
    nullMeant: nullMeant || (expected?.nullMeant ?? false),
  }
  for (const one of all) if (!isOpen(one.node)) types.set(one, on.expression(on, one.scope, one.node, inherit))
  const fromSiblings = expected?.type === undefined ? siblings(types, text) : undefined
  const forOpen: Expectation =
    fromSiblings === undefined ? inherit : { ...inherit, type: fromSiblings, strength: "argument" }
  return all.map((one) => types.get(one) ?? on.expression(on, one.scope, one.node, forOpen))
}

function siblings(types: ReadonlyMap<Alternative, ValueType>, text: string): ValueType | undefined {
  const [first] = types.keys()
  if (first === undefined) return undefined
  const whole = [...types.values()].every((type) => isWhole(type) || type.storage.size === 0)
  const type = join([...types.values()], reason(text, first.scope.file, first.node.span))
  if (type.storage.size === 0) return undefined
  return {
    ...type,
    storage: whole ? storageOf("integer") : type.storage,
    nullable: false,
    literals: undefined,
    range: undefined,
    limits: undefined,
    json: undefined,
  }
}
