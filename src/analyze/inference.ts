import type { Catalog } from "../catalog/catalog.ts"
import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { SourceFile, Span } from "../source/source-file.ts"
import type { Expression, Select } from "../syntax/ast.ts"
import type {
  CommonColumns,
  CommonSource,
  RelationColumn,
  RowCount,
  Scope,
  ScopeColumn,
  ScopeRelation,
  Steps,
} from "./scope.ts"
import type { Reason, ValueType } from "./value-type.ts"

/** What the surroundings expect of an expression; it decides the type of a parameter that stands there. */
export interface Expectation {
  /** undefined: the place says nothing */
  readonly type: ValueType | undefined
  /** `assign` binds hardest: the value is stored there; `compare` and `argument` only suggest */
  readonly strength: "assign" | "compare" | "argument"
  /** NULL has a meaning here: a nullable column is assigned, `IS`, `coalesce` ... */
  readonly nullMeant: boolean
  /** the storage class of the value can be observed, so an integer must arrive as INTEGER */
  readonly visible: boolean
  readonly reason: string
}

/** One place where a parameter stands. */
export interface ParameterUse {
  readonly index: number
  readonly span: Span
  readonly file: SourceFile
  readonly expectation: Expectation | undefined
}

/** `value` of `json_each(:list)` was read, and what its place expects of it. */
export interface ElementUse {
  readonly index: number
  readonly span: Span
  readonly file: SourceFile
  /** undefined: something else than `value`, `key` or `id` was read */
  readonly expectation: Expectation | undefined
  readonly simple: boolean
  /** `value` itself, not `key` or `id` */
  readonly isValue: boolean
}

/** `value ->> '$.a'` of `json_each(:rows)`, and what its place expects of it. */
export interface FieldUse {
  readonly index: number
  /** undefined: a path that is not made of keys */
  readonly keys: readonly string[] | undefined
  readonly span: Span
  readonly file: SourceFile
  readonly expectation: Expectation | undefined
}

/** `working`: its own text refers to it (recursion) while the columns are still an approximation. */
export interface CommonState {
  readonly columns: CommonColumns
  readonly done: boolean
}

/** How many rows a SELECT can answer: exactly one, at most one, any number. */
export interface Rows {
  readonly count: RowCount
  readonly why: Reason
}

/** What a statement answers. */
export interface AnswerTypes {
  readonly columns: readonly RelationColumn[]
  readonly rows: Rows
}

export interface SelectTypes extends AnswerTypes {
  /** positions of columns that no two rows share */
  readonly keys: readonly (readonly number[])[]
}

/**
 * One round of inference over one statement. Rounds repeat with what the round before learnt of the parameters.
 * The arrays belong to the round and are only appended to.
 */
export interface Inference {
  readonly catalog: Catalog
  readonly known: ReadonlyMap<number, ValueType>
  /** parameter index by start offset of its placeholder */
  readonly indexAt: ReadonlyMap<number, number>
  readonly uses: ParameterUse[]
  readonly elementUses: ElementUse[]
  readonly fieldUses: FieldUse[]
  readonly diagnostics: Diagnostic[]
  /** views by folded name */
  readonly views: Map<string, CommonColumns>
  /**
   * Common tables that are done, or what is known so far of one that is being worked on. By source, not by node: what is
   * inside a subquery may speak of the rows outside, of which more may be known the next time.
   */
  readonly common: Map<CommonSource, CommonState>
  /** what each column node of the statement resolved to */
  readonly resolved: Map<Expression, ScopeColumn>
  readonly steps: Steps
  /** operands deep inside an expression that were looked at before the whole */
  readonly ahead: Map<Expression, ValueType>
  /** placeholders (start offsets) that are the whole argument of json_each */
  readonly lists: Map<number, number>
  /** relations of SELECTs that a subquery made aggregate: `(SELECT count(outer.id))` */
  readonly aggregatedInside: WeakSet<readonly ScopeRelation[]>
  /** what is not understood: wide answers, each named by a warning */
  readonly wide: { readonly span: Span; readonly file: SourceFile; readonly what: string }[]
  /** the two ways down the tree, here so that the files of one concern each need not import each other */
  readonly expression: (on: Inference, scope: Scope, node: Expression, expected?: Expectation) => ValueType
  readonly select: (
    on: Inference,
    outer: Scope,
    select: Select,
    expected?: readonly (Expectation | undefined)[],
  ) => SelectTypes
}

export function expecting(
  type: ValueType | undefined,
  reason: string,
  options: Partial<Omit<Expectation, "type" | "reason">> = {},
): Expectation {
  return { type, reason, strength: "compare", nullMeant: false, visible: true, ...options }
}
