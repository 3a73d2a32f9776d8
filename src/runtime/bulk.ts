import { bindsOfAnySize, bytesOver, refuseOver, unsendable } from "./binds.ts"
import type { Check } from "./check.ts"
import type {
  Answer,
  BindValue,
  Driver,
  ExecStatement,
  Mode,
  Prepared,
  PreparedTransaction,
  Reply,
  Statement,
} from "./driver.ts"
import { ParameterError } from "./errors.ts"
import { partsOf } from "./issues.ts"
import { facts, type QueryFacts } from "./query.ts"
import { allRows } from "./rows.ts"

/** Parameters of a bulk insert: the rows, bound to `?1` as one JSON text, and what is the same for all of them. */
interface WithRows {
  readonly rows: readonly unknown[]
}

/** What a bulk insert answers. */
export interface BulkResult {
  /** rows changed by the statement itself */
  readonly changes: number
  /** in how many statements the rows were sent: a value has a greatest size. All of them happen, or none */
  readonly chunks: number
}

/** A bulk insert: `addUsers(db, { rows })`. No rows answer without asking the database. */
export interface BulkExecQuery<P> extends QueryFacts<ExecStatement<P>> {
  <M extends Mode>(db: Driver<M>, params: P): Reply<M, BulkResult>
  /** For `db.batch([...])`. */
  with(params: P): Prepared<BulkResult>
}

/** A bulk insert that answers the rows it wrote, in the order in which they were given. */
export interface BulkManyQuery<P, R> extends QueryFacts<Statement<P, R>> {
  <M extends Mode>(db: Driver<M>, params: P): Reply<M, R[]>
  /** For `db.batch([...])`. */
  with(params: P): Prepared<R[]>
}

/** Makes the function of a bulk insert. Pure: a bundler drops it when nobody calls it. */
export function bulkExecQuery<P extends WithRows>(statement: ExecStatement<P>): BulkExecQuery<P> {
  const prepare = (params: P) =>
    prepared(statement, params, "changes", (answers) => ({ changes: changesOf(answers), chunks: answers.length }))
  return Object.assign(
    <M extends Mode>(db: Driver<M>, params: P) => db.attempt<BulkResult, never, never>(prepare(params)),
    facts(statement),
    { with: prepare },
  )
}

/** Makes the function of a bulk insert with RETURNING. */
export function bulkManyQuery<P extends WithRows, R>(statement: Statement<P, NoInfer<R>>): BulkManyQuery<P, R> {
  const prepare = (params: P) =>
    prepared(statement, params, "rows", (answers) =>
      allRows<R>(
        statement,
        answers.flatMap(({ rows }) => rows),
      ),
    )
  return Object.assign(
    <M extends Mode>(db: Driver<M>, params: P) => db.attempt<R[], never, never>(prepare(params)),
    facts(statement),
    { with: prepare },
  )
}

/** Nothing guards it, so nothing is refused. */
function prepared<P extends WithRows, T>(
  statement: ExecStatement<P>,
  params: P,
  wants: "rows" | "changes",
  read: (answers: readonly Answer[]) => T,
): PreparedTransaction<T, never> {
  return {
    facts: statement,
    steps: [{ statement, wants }],
    bind: (maxValueBytes) => chunksOf(statement, params, maxValueBytes),
    read,
    refused: () => undefined,
  }
}

function changesOf(answers: readonly Answer[]): number {
  return answers.reduce((sum, { changes }) => sum + changes, 0)
}

/** The binds of each statement: as few as the greatest size of a value allows, give or take one. Throws ParameterError. */
function chunksOf<P extends WithRows>(
  statement: ExecStatement<P>,
  params: P,
  maxValueBytes: number,
): readonly (readonly BindValue[])[] {
  const whole = bindsOfAnySize(statement, params)
  for (const [index, value] of whole.entries())
    if (index > 0) refuseOver({ statement, index, params }, value, maxValueBytes)
  const { rows } = params
  refuseFields(statement, rows)
  return rows.length === 0 ? [] : cut(statement, params, { from: 0, rows, binds: whole }, maxValueBytes)
}

interface Part {
  /** index of its first row among all */
  readonly from: number
  readonly rows: readonly unknown[]
  readonly binds: readonly BindValue[]
}

function cut<P extends WithRows>(
  statement: ExecStatement<P>,
  params: P,
  { from, rows, binds }: Part,
  maxValueBytes: number,
): readonly (readonly BindValue[])[] {
  const bytes = bytesOver(binds[0], maxValueBytes)
  if (bytes <= maxValueBytes) return [binds]
  if (rows.length === 1) throw tooLarge(statement, from, bytes, maxValueBytes)
  const size = Math.ceil(rows.length / Math.ceil(bytes / maxValueBytes))
  const starts = Array.from({ length: Math.ceil(rows.length / size) }, (_, index) => index * size)
  return starts.flatMap((start) => {
    const some = rows.slice(start, start + size)
    const part = { from: from + start, rows: some, binds: bindsOfAnySize(statement, { ...params, rows: some }) }
    return cut(statement, params, part, maxValueBytes)
  })
}

function tooLarge(statement: ExecStatement<never>, row: number, bytes: number, maxBytes: number): ParameterError {
  const message = `this row makes ${bytes} bytes of JSON, more than the ${maxBytes} that fit in a value; insert it alone`
  return new ParameterError(statement, [{ code: "custom", path: ["rows", row], message }])
}

/** Text and numbers that JSON would not carry whole. What is inside a field of JSON stays as it is written. */
function refuseFields(statement: ExecStatement<never>, rows: readonly unknown[]): void {
  const fields = fieldsOf(statement.parameters[0]?.[1]).filter(([, check]) => isValue(check))
  for (const [index, row] of rows.entries())
    for (const [name] of fields) {
      const message = unsendable(Reflect.get(Object(row), name))
      if (message !== undefined)
        throw new ParameterError(statement, [{ code: "custom", path: ["rows", index, name], message }])
    }
}

function fieldsOf(check: Check | undefined): readonly (readonly [name: string, check: Check, presence?: "optional"])[] {
  const element = typeof check === "object" && "array" in check ? check.array : undefined
  return typeof element === "object" && "object" in element ? element.object : []
}

function isValue(check: Check): boolean {
  const { form, of } = partsOf(check)
  if (form.includes("[")) return false
  return typeof of === "string" ? of !== "json" : "literals" in of || "number" in of || "text" in of
}
