import type { SourceFile, Span } from "../source/source-file.ts"
import type { TypeAnnotation } from "../syntax/annotation.ts"
import type { Expression, Select } from "../syntax/ast.ts"
import type { Affinity } from "./affinity.ts"

/** A place in a schema file, for the second label of a message. */
export interface Place {
  readonly file: SourceFile
  readonly span: Span
}

export interface Column {
  readonly name: string
  /** `VARCHAR(20)` as written; undefined where there is none */
  readonly declaredType: string | undefined
  readonly affinity: Affinity
  /**
   * NULL cannot be stored: NOT NULL, a rowid alias, or a PRIMARY KEY part of a WITHOUT ROWID or STRICT table.
   * A plain `TEXT PRIMARY KEY` *can* be NULL. https://sqlite.org/lang_createtable.html#primkeyconst
   */
  readonly notNull: boolean
  /** `INTEGER PRIMARY KEY` (not DESC, not WITHOUT ROWID): the rowid itself */
  readonly rowidAlias: boolean
  readonly hasDefault: boolean
  /** what stands after DEFAULT */
  readonly default: Expression | undefined
  readonly generated: boolean
  /** what a generated column is computed from */
  readonly generatedAs: Expression | undefined
  /** hidden columns of virtual tables (`rank`, the table-named column of FTS5) and of table-valued functions */
  readonly hidden: boolean
  /** undefined is BINARY */
  readonly collation: string | undefined
  readonly annotation: { readonly type: TypeAnnotation; readonly place: Place } | undefined
  readonly declaredAt: Place | undefined
}

/** CHECK of a column or table, as written, with the columns it reads. */
export interface Check {
  readonly name: string | undefined
  readonly expression: Expression
  readonly place: Place | undefined
}

/** PRIMARY KEY, UNIQUE constraint, or unique index. `where` makes it partial; `columns` are names (expression parts: undefined). */
export interface UniqueKey {
  readonly columns: readonly (string | undefined)[]
  readonly where: Expression | undefined
  readonly primary: boolean
  readonly what: string // "PRIMARY KEY", "UNIQUE (email)", "unique index `users_email`"
}

export interface ForeignKey {
  readonly columns: readonly string[]
  readonly references: string
  readonly onDelete: string
  readonly onUpdate: string
}

export interface Table {
  readonly kind: "table"
  readonly name: string
  readonly strict: boolean
  readonly withoutRowid: boolean
  readonly columns: readonly Column[]
  readonly checks: readonly Check[]
  readonly uniqueKeys: readonly UniqueKey[]
  readonly foreignKeys: readonly ForeignKey[]
  readonly place: Place | undefined
  /** INSERT may leave a row out without an error: `ON CONFLICT IGNORE` in a constraint, `RAISE(IGNORE)` in a trigger */
  readonly skipsRows: boolean
  /** a BEFORE UPDATE trigger may write to the row that an UPDATE then goes on with */
  readonly updatesBefore: boolean
  /** a change of one row may change others of the table: foreign keys act, from table to table, and come back */
  readonly changesItself: boolean
  /** names of full-text indexes that keep none of its text (`content='docs'`): they are written with it */
  readonly searchedBy: readonly string[]
  readonly appendOnly: boolean
  readonly versioned: string | undefined
  /** the column that holds the token of whoever holds the row */
  readonly leased: string | undefined
  readonly size: number | undefined
}
export interface View {
  readonly kind: "view"
  readonly name: string
  /** names from SQLite; types come from analysing `select` */
  readonly columns: readonly Column[]
  readonly columnNames: readonly string[] | undefined
  readonly select: Select
  /** the text that the spans of `select` point into (the view's SQL in the schema) */
  readonly file: SourceFile
  readonly place: Place | undefined
}
export interface VirtualTable {
  readonly kind: "virtual"
  readonly name: string
  /** lower case: `fts5`, `fts5vocab` */
  readonly module: string
  /** the table whose columns it indexes without keeping them (`content='docs'`). https://sqlite.org/fts5.html#external_content_tables */
  readonly content: string | undefined
  readonly columns: readonly Column[]
  readonly place: Place | undefined
}
export type Relation = Table | View | VirtualTable

/**
 * Everything known of the schema. Keys are lower-cased names: lookup ignores ASCII case as SQLite does.
 * Read back from the engine after the migrations ran, joined with what only the text holds (spans, annotations).
 */
export interface Catalog {
  readonly relations: ReadonlyMap<string, Relation>
  /** columns that were there once: for "dropped in 0012" messages */
  readonly history: readonly {
    readonly table: string
    readonly column: string
    readonly what: "added" | "renamed" | "dropped"
    readonly place: Place
  }[]
}

/** SQLite folds only ASCII letters. */
export function fold(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}
