import type { Reason, ValueType } from "../analyze/value-type.ts"
import type { SqlValue } from "../engine/engine.ts"
import { isKeyword, isTrivia } from "../syntax/token.ts"
import { tokenize } from "../syntax/tokenize.ts"
import type { Making } from "./alphabet.ts"
import type { Snapshot } from "./snapshot.ts"
import type { Subject } from "./subject.ts"

/**
 * What a parameter is for, as far as its place and the words of its reason tell. Only how often a query answers rows
 * depends on it: whatever is chosen is legal.
 */
export type Role = "path" | "key" | "limit" | "low" | "high" | "plain"

const ofJson = /JSON path|argument of `jsonb?_(?:set|replace|insert|remove|extract|type|array_length)\(/

/** For each parameter of a subject what it is for. */
export function rolesOf({ sql, parameters, binds }: Subject): readonly Role[] {
  const bounds = boundsIn(sql)
  return parameters.map(({ type }, index) => roleOf(type, bounds.get(`?${binds.indexOf(index) + 1}`)))
}

function roleOf(type: ValueType, bound: "low" | "high" | undefined): Role {
  if (type.array || type.json !== undefined || type.literals !== undefined || type.logical === "boolean") return "plain"
  const words = wordsOf(type.why.type)
  if (type.storage.has("text")) {
    if (ofJson.test(words)) return "path"
    return words.includes("`||`") ? "key" : "plain"
  }
  if (type.storage.has("blob") || type.logical === "bigint") return "plain"
  return words.startsWith("LIMIT") ? "limit" : (bound ?? "plain")
}

/** Placeholders that something must be above of (`x > ?1`, `BETWEEN ?1`), or below. */
function boundsIn(sql: string): ReadonlyMap<string, "low" | "high"> {
  const found = new Map<string, "low" | "high">()
  const tokens = tokenize(sql).filter((token) => !isTrivia(token))
  let isBetween = false
  for (const [index, token] of tokens.entries()) {
    if (isKeyword(token, "BETWEEN")) isBetween = true
    if (token.kind !== "placeholder") continue
    const [before, after] = [tokens[index - 1]?.text ?? "", tokens[index + 1]?.text ?? ""]
    if (/^>=?$/.test(before) || /^<=?$/.test(after) || /^between$/i.test(before)) found.set(token.text, "low")
    else if (/^<=?$/.test(before) || /^>=?$/.test(after) || (isBetween && /^and$/i.test(before)))
      found.set(token.text, "high")
    if (/^and$/i.test(before)) isBetween = false
  }
  return found
}

function wordsOf({ text, because }: Reason): string {
  return [text, ...because.map(wordsOf)].join("\n")
}

const mostSafe = 9_007_199_254_740_991

/** A value that is likely to find something; undefined where the role tells nothing. */
export function valueInRole(role: Role, { random, hints }: Making, snapshot: Snapshot): SqlValue | undefined {
  switch (role) {
    case "path":
      return random.pick(["$", ...snapshot.paths, ...hints.paths.map((keys) => `$.${keys.join(".")}`)])
    case "key":
      return random.pick(["a", ...snapshot.keys])
    case "limit":
      return random.pick([50, 50, 5, 2, 1, 0, -1])
    case "low":
      return random.chance(0.5) ? random.pick([-mostSafe, 0]) : undefined
    case "high":
      return random.chance(0.5) ? mostSafe : undefined
    case "plain":
      return undefined
  }
}
