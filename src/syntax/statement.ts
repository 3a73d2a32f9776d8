import type { SourceFile, Span } from "../source/source-file.ts"
import type { Annotation, Expect, Ignore, SchemaAnnotation } from "./annotation.ts"
import type { StatementNode } from "./ast.ts"

/** A placeholder as written. `index` is SQLite's parameter number (1-based), equal for equal names. */
export interface Placeholder {
  readonly text: string
  /** without the sigil: `:id` -> `id`, `?3` -> `3`, `?` -> its position */
  readonly name: string
  readonly index: number
  readonly span: Span
}

/**
 * One statement of a file. Parsing never fails: a broken statement keeps its span and has no `ast`
 * (SQLite's own message is then the diagnostic). `span` runs from its first token to its last, without comments
 * before, the final `;`, or what follows.
 */
export interface Statement {
  readonly file: SourceFile
  readonly span: Span
  readonly annotation: Annotation | undefined
  /** only in schema files */
  readonly schemaAnnotations: readonly SchemaAnnotation[]
  readonly ignores: readonly Ignore[]
  readonly placeholders: readonly Placeholder[]
  readonly ast: StatementNode | undefined
  /** where and why our parser stopped; SQLite is asked first, its message wins */
  readonly parseError: { readonly message: string; readonly span: Span } | undefined
  /** set where `ast` says in other words what the text says */
  readonly moved?: MovedTail | undefined
  /**
   * Set where several statements stand under one name, or one with a guard: then `span` runs from the first to the last,
   * `placeholders` are those of all, and there is no `ast`.
   */
  readonly steps?: readonly Step[] | undefined
}

/**
 * One statement of a transaction. Its `annotation` is what stands above it alone; its placeholders are numbered through
 * the whole transaction, so that equal names have equal numbers.
 */
export interface Step {
  readonly statement: Statement & { readonly annotation: Annotation }
  /** `@step` gives it a name of its own; otherwise its annotation has the name of the transaction */
  readonly named: boolean
  readonly expect: Expect | undefined
}

/** The statements of which it is made: itself, where it is no transaction. */
export function partsOf(statement: Statement): readonly Statement[] {
  return statement.steps?.map((step) => step.statement) ?? [statement]
}

/** The tail of a statement that has to stand in a subquery, where every SQLite takes it. */
export interface MovedTail {
  readonly span: Span
  /** texts put in at offsets of the file, in order; the tail goes before the last of them */
  readonly inserted: readonly { readonly at: number; readonly text: string }[]
}
