import type { ValueType } from "../analyze/value-type.ts"
import type { Catalog } from "../catalog/catalog.ts"
import type { SqlValue } from "../engine/engine.ts"
import type { Arena } from "./arena.ts"
import type { Documents } from "./documents.ts"
import { type Hints, hintsOf } from "./hints.ts"
import { hasInexact } from "./inexact.ts"
import { linksOf, type StoredColumn } from "./links.ts"
import { misfit } from "./misfit.ts"
import { type Ripe, ripeOf } from "./ripe.ts"
import { type Role, rolesOf } from "./role.ts"
import type { Subject } from "./subject.ts"

/** What is known of a subject before it runs: from what its parameters are best chosen. */
export interface Knowledge {
  /** literals of its text */
  readonly hints: Hints
  /** for each parameter the columns that it meets */
  readonly links: readonly (readonly StoredColumn[])[]
  /** for each parameter what it is for */
  readonly roles: readonly Role[]
  /** for each parameter its `@example`, as it is bound */
  readonly examples: readonly (SqlValue | undefined)[]
  /** parts of it that answer rows on which it acts */
  readonly ripe: readonly Ripe[]
}

/** `columns` are the folded names of all columns. */
export function knowledgeOf(
  arena: Arena,
  subjects: readonly Subject[],
  catalog: Catalog,
  columns: ReadonlySet<string>,
  documents: Documents,
): ReadonlyMap<Subject, Knowledge> {
  const links = linksOf(subjects, catalog)
  return new Map(
    subjects.map((subject) => [
      subject,
      {
        hints: hintsOf([subject.sql], columns),
        links: links.get(subject) ?? [],
        roles: rolesOf(subject),
        examples: examplesOf(arena, subject, documents),
        ripe: ripeOf(arena, subject, catalog),
      },
    ]),
  )
}

function examplesOf(arena: Arena, { parameters }: Subject, documents: Documents): Knowledge["examples"] {
  return parameters.map(({ example, type }) => {
    const answer = example === undefined ? undefined : arena.engine.query(`SELECT ${example}`, [])
    const value = answer?.ok === true ? answer.rows[0]?.[0] : undefined
    return value === undefined ? undefined : boundExample(type, value, documents)
  })
}

/** Undefined for an example that generated code would refuse. */
function boundExample(type: ValueType, value: SqlValue, documents: Documents): SqlValue | undefined {
  if (type.logical === "bigint" && !type.array) return typeof value === "bigint" ? String(value) : undefined
  // 5 is a REAL too, where one is wanted
  const held = typeof value === "bigint" && !type.storage.has("integer") ? Number(value) : value
  if (misfit(type, held, documents) !== undefined) return undefined
  const bound = typeof held === "bigint" ? Number(held) : held
  const isJson = typeof bound === "string" && (type.array || type.json !== undefined)
  return hasInexact(isJson ? JSON.parse(bound) : bound) ? undefined : bound
}
