/** What SQLite does, as a statement and its answer. The title is the claim. */
export interface Fact {
  readonly claim: string
  readonly setup?: readonly string[]
  readonly sql: string
  /** numbers are bound as REAL, as every driver binds them */
  readonly binds?: readonly (string | number | null)[]
  readonly answer: Expected
  /** D1 answers in one batch with the setup: `changes()` of an earlier call is lost there */
  readonly oneBatch?: true
}

export type Values = readonly (string | number | null)[]

/** What came. */
export type Answer = { readonly rows: readonly Values[] } | { readonly refusal: string }

/** What should come: the rows, a part of the message of a refusal, or a part of the plan. */
export type Expected = Answer | { readonly plan: string }

/** A fact whose statement gives one row. */
export function row(...values: readonly (string | number | null)[]): Answer {
  return { rows: [values] }
}

/** Several rows of one column. */
export function column(...values: readonly (string | number | null)[]): Answer {
  return { rows: values.map((value) => [value]) }
}

/** A fact whose statement fails. */
export function refused(refusal: string): Expected {
  return { refusal }
}

/** A fact whose plan (of EXPLAIN QUERY PLAN) says this. */
export function plan(detail: string): Expected {
  return { plan: detail }
}
