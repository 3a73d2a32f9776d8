import type { Span } from "../source/source-file.ts"
import type { Expression, Identifier, OrderTerm, Select, TableName } from "./ast.ts"

/* The nodes of CREATE TABLE and ALTER TABLE. */

/** `CONSTRAINT adult CHECK (age >= 18)`, of a column or a table */
export interface CheckConstraint {
  readonly span: Span
  readonly name: Identifier | undefined
  readonly expression: Expression
}
export interface ColumnDefinition {
  readonly span: Span
  readonly name: Identifier
  /** `VARCHAR(20)` as written, undefined for an untyped column */
  readonly declaredType: string | undefined
  readonly notNull: boolean
  /** column-level PRIMARY KEY; `descending` matters: `INTEGER PRIMARY KEY DESC` is no rowid alias */
  readonly primaryKey: { readonly descending: boolean; readonly autoincrement: boolean } | undefined
  readonly unique: boolean
  readonly default: Expression | undefined
  readonly generated: "virtual" | "stored" | undefined
  readonly generatedExpression: Expression | undefined
  readonly collation: string | undefined
  readonly checks: readonly CheckConstraint[]
  readonly references: Identifier | undefined
}
export interface CreateTableStatement {
  readonly kind: "create-table"
  readonly span: Span
  readonly temporary: boolean
  readonly table: TableName
  readonly columns: readonly ColumnDefinition[]
  readonly primaryKey: readonly OrderTerm[] | undefined
  readonly uniques: readonly (readonly OrderTerm[])[]
  readonly checks: readonly CheckConstraint[]
  readonly strict: boolean
  readonly withoutRowid: boolean
  readonly asSelect: Select | undefined
}

export type AlterAction =
  | { readonly kind: "rename-table"; readonly to: Identifier }
  | { readonly kind: "rename-column"; readonly from: Identifier; readonly to: Identifier }
  | { readonly kind: "add-column"; readonly column: ColumnDefinition }
  | { readonly kind: "drop-column"; readonly column: Identifier }
  | { readonly kind: "other" }
