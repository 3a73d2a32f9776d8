import { bindsOf } from "./binds.ts"
import type { Answer, Driver, ExecStatement, Mode, Prepared, Reply, Statement, StatementFacts } from "./driver.ts"
import { allRows, oneRow, optionalRow } from "./rows.ts"

/** What can be read from a generated function. */
export interface QueryFacts<S extends StatementFacts> {
  /** the exact text that is sent */
  readonly sql: string
  /** writes nothing */
  readonly readonly: boolean
  readonly tables: StatementFacts["tables"]
  readonly statement: S
}

/** A query that answers exactly one row: `const row = count(db, { status })`. */
export interface OneQuery<P, R> extends QueryFacts<Statement<P, R>> {
  <M extends Mode>(db: Driver<M>, params: P): Reply<M, R>
  /** For `db.batch([...])`. */
  with(params: P): Prepared<R>
}

/** A query that answers one row or `null`. */
export interface OptionalQuery<P, R> extends QueryFacts<Statement<P, R>> {
  <M extends Mode>(db: Driver<M>, params: P): Reply<M, R | null>
  /** For `db.batch([...])`. */
  with(params: P): Prepared<R | null>
}

/** A query that answers any number of rows. */
export interface ManyQuery<P, R> extends QueryFacts<Statement<P, R>> {
  <M extends Mode>(db: Driver<M>, params: P): Reply<M, R[]>
  /** For `db.batch([...])`. */
  with(params: P): Prepared<R[]>
}

/** A statement without rows: answers how many rows it changed. */
export interface ExecQuery<P> extends QueryFacts<ExecStatement<P>> {
  <M extends Mode>(db: Driver<M>, params: P): Reply<M, number>
  /** For `db.batch([...])`. */
  with(params: P): Prepared<number>
}

/** Makes the function of a `:one` query. Pure: a bundler drops it when nobody calls it. */
export function oneQuery<P, R>(statement: Statement<P, NoInfer<R>>): OneQuery<P, R> {
  return Object.assign(
    <M extends Mode>(db: Driver<M>, params: P) => db.one<P, R>(statement, params),
    facts(statement),
    {
      with: (params: P) => prepared(statement, params, "rows", ({ rows }) => oneRow<R>(statement, rows)),
    },
  )
}

/** Makes the function of an `:optional` query. */
export function optionalQuery<P, R>(statement: Statement<P, NoInfer<R>>): OptionalQuery<P, R> {
  return Object.assign(
    <M extends Mode>(db: Driver<M>, params: P) => db.optional<P, R>(statement, params),
    facts(statement),
    { with: (params: P) => prepared(statement, params, "rows", ({ rows }) => optionalRow<R>(statement, rows)) },
  )
}

/** Makes the function of a `:many` query. */
export function manyQuery<P, R>(statement: Statement<P, NoInfer<R>>): ManyQuery<P, R> {
  return Object.assign(
    <M extends Mode>(db: Driver<M>, params: P) => db.many<P, R>(statement, params),
    facts(statement),
    { with: (params: P) => prepared(statement, params, "rows", ({ rows }) => allRows<R>(statement, rows)) },
  )
}

/** Makes the function of an `:exec` query. */
export function execQuery<P>(statement: ExecStatement<P>): ExecQuery<P> {
  return Object.assign(<M extends Mode>(db: Driver<M>, params: P) => db.exec(statement, params), facts(statement), {
    with: (params: P) => prepared(statement, params, "changes", ({ changes }) => changes),
  })
}

/** What can be read of a statement. */
export function facts<S extends StatementFacts>(statement: S): QueryFacts<S> {
  return { sql: statement.sql, readonly: statement.readonly, tables: statement.tables, statement }
}

function prepared<P, T>(
  statement: ExecStatement<P>,
  params: P,
  wants: "rows" | "changes",
  read: (answer: Answer) => T,
): Prepared<T> {
  return {
    facts: statement,
    steps: [{ statement, wants }],
    bind: (maxValueBytes) => [bindsOf(statement, params, maxValueBytes)],
    read: ([answer = { rows: [], changes: 0 }]) => read(answer),
  }
}
