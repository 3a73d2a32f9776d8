import { d1 } from "./d1.ts"
import { durableObject } from "./durable-object.ts"
import { libsql } from "./libsql.ts"
import { sqlite } from "./sqlite.ts"
import type { TargetProfile } from "./target.ts"

/** Every target that SQL can be checked for. */
export const targets: { readonly [Name in TargetProfile["name"]]: TargetProfile } = {
  sqlite,
  d1,
  "durable-object": durableObject,
  libsql,
}

/** The target of a name; undefined when there is none. */
export function targetNamed(name: string): TargetProfile | undefined {
  return Object.values(targets).find((target) => target.name === name)
}
