import type { Span } from "../source/source-file.ts"
import type { AlterAction, CreateTableStatement } from "./schema-ast.ts"

export type { AlterAction, CheckConstraint, ColumnDefinition, CreateTableStatement } from "./schema-ast.ts"

/*
 * Our own syntax tree: what analysis needs of SQLite's grammar, each node with its exact span in the file.
 * Parentheses around one expression leave no node. Only `parse.ts` knows which parser makes it.
 */

/** `users`, `"users"`, `[users]`. `text` is unquoted; lookup ignores ASCII case as SQLite does. */
export interface Identifier {
  readonly text: string
  readonly span: Span
  readonly quote: '"' | "`" | "[" | "'" | undefined
}

/** `main.users` */
export interface TableName {
  readonly schema: Identifier | undefined
  readonly name: Identifier
  readonly span: Span
}

export type LiteralValue =
  | { readonly type: "null" }
  | { readonly type: "integer"; readonly text: string } // 12, 0xff, 1_000 (separators removed)
  | { readonly type: "real"; readonly text: string }
  | { readonly type: "text"; readonly value: string }
  | { readonly type: "blob"; readonly bytes: Uint8Array }
  | { readonly type: "boolean"; readonly value: boolean } // TRUE, FALSE
  | { readonly type: "current"; readonly what: "date" | "time" | "timestamp" } // CURRENT_TIMESTAMP

export type BinaryOperator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "%"
  | "||"
  | "&"
  | "|"
  | "<<"
  | ">>"
  | "="
  | "<>"
  | "<"
  | "<="
  | ">"
  | ">="
  | "is"
  | "is not" // IS [NOT] DISTINCT FROM become these
  | "and"
  | "or"
  | "->"
  | "->>"

export type Expression =
  | { readonly kind: "literal"; readonly span: Span; readonly value: LiteralValue }
  /** `name`, `users.name`, `main.users.name`; a bare `"name"` keeps its quote so that DQS can be told. */
  | {
      readonly kind: "column"
      readonly span: Span
      readonly schema: Identifier | undefined
      readonly table: Identifier | undefined
      readonly name: Identifier
    }
  /** `:id`, `@id`, `$id`, `?`, `?3`: text as written */
  | { readonly kind: "parameter"; readonly span: Span; readonly text: string }
  | { readonly kind: "unary"; readonly span: Span; readonly op: "-" | "+" | "~" | "not"; readonly operand: Expression }
  | {
      readonly kind: "binary"
      readonly span: Span
      readonly op: BinaryOperator
      readonly left: Expression
      readonly right: Expression
    }
  /** `x IS NULL`, `x ISNULL`, `x IS NOT NULL`, `x NOTNULL` (also when written with a NULL literal) */
  | { readonly kind: "is-null"; readonly span: Span; readonly not: boolean; readonly operand: Expression }
  | {
      readonly kind: "between"
      readonly span: Span
      readonly not: boolean
      readonly operand: Expression
      readonly low: Expression
      readonly high: Expression
    }
  | {
      readonly kind: "like"
      readonly span: Span
      readonly op: "like" | "glob" | "match" | "regexp"
      readonly not: boolean
      readonly operand: Expression
      readonly pattern: Expression
      readonly escape: Expression | undefined
    }
  | {
      readonly kind: "in"
      readonly span: Span
      readonly not: boolean
      readonly operand: Expression
      readonly set: InSet
    }
  | { readonly kind: "exists"; readonly span: Span; readonly select: Select }
  | { readonly kind: "subquery"; readonly span: Span; readonly select: Select }
  | {
      readonly kind: "case"
      readonly span: Span
      readonly operand: Expression | undefined
      readonly arms: readonly { readonly when: Expression; readonly then: Expression }[]
      readonly otherwise: Expression | undefined
    }
  | { readonly kind: "cast"; readonly span: Span; readonly operand: Expression; readonly type: string }
  | { readonly kind: "collate"; readonly span: Span; readonly operand: Expression; readonly collation: string }
  | FunctionCall
  /** `(a, b)` */
  | { readonly kind: "row"; readonly span: Span; readonly items: readonly Expression[] }
  | {
      readonly kind: "raise"
      readonly span: Span
      readonly action: "rollback" | "abort" | "fail" | "ignore"
      readonly message: Expression | undefined
    }

export type InSet =
  | { readonly kind: "list"; readonly items: readonly Expression[]; readonly span: Span }
  /** `list`: written as `(:ids)`, a parameter that is a list; the SELECT from `json_each(:ids)` is what it means */
  | { readonly kind: "select"; readonly select: Select; readonly span: Span; readonly list?: Span }
  | {
      readonly kind: "table"
      readonly table: TableName
      readonly args: readonly Expression[] | undefined
      readonly span: Span
    }

/** `count(*)`, `sum(DISTINCT x ORDER BY y) FILTER (WHERE z) OVER w` */
export interface FunctionCall {
  readonly kind: "call"
  readonly span: Span
  readonly name: Identifier
  readonly star: boolean
  readonly distinct: boolean
  readonly args: readonly Expression[]
  readonly orderBy: readonly OrderTerm[]
  readonly filter: Expression | undefined
  /** `OVER w` is an Identifier, `OVER (...)` a WindowSpec */
  readonly over: Identifier | WindowSpec | undefined
}

export interface WindowSpec {
  readonly kind: "window"
  readonly span: Span
  readonly base: Identifier | undefined
  readonly partitionBy: readonly Expression[]
  readonly orderBy: readonly OrderTerm[]
  readonly frame: WindowFrame | undefined
}
export interface WindowFrame {
  readonly span: Span
  readonly mode: "rows" | "range" | "groups"
  readonly start: FrameBound
  readonly end: FrameBound | undefined
  readonly exclude: "no others" | "current row" | "group" | "ties" | undefined
}
export type FrameBound =
  | { readonly kind: "unbounded preceding" | "current row" | "unbounded following" }
  | { readonly kind: "preceding" | "following"; readonly offset: Expression }

export interface OrderTerm {
  readonly span: Span
  readonly expression: Expression
  readonly descending: boolean
  readonly nulls: "first" | "last" | undefined
}

/** `WITH c AS (...) SELECT ... UNION ALL SELECT ... ORDER BY ... LIMIT ...` */
export interface Select {
  readonly kind: "select"
  readonly span: Span
  readonly with: With | undefined
  readonly first: SelectCore
  readonly rest: readonly {
    readonly op: "union" | "union all" | "intersect" | "except"
    readonly opSpan: Span
    readonly core: SelectCore
  }[]
  readonly orderBy: readonly OrderTerm[]
  readonly limit: Expression | undefined
  readonly offset: Expression | undefined
}
export type SelectCore =
  | {
      readonly kind: "core"
      readonly span: Span
      readonly distinct: boolean
      readonly columns: readonly ResultItem[]
      readonly from: From | undefined
      readonly where: Expression | undefined
      readonly groupBy: readonly Expression[]
      readonly having: Expression | undefined
      readonly windows: readonly { readonly name: Identifier; readonly window: WindowSpec }[]
    }
  | {
      readonly kind: "values"
      readonly span: Span
      readonly rows: readonly { readonly items: readonly Expression[]; readonly span: Span }[]
    }

export type ResultItem =
  | {
      readonly kind: "expression"
      readonly span: Span
      readonly expression: Expression
      readonly alias: Identifier | undefined
    }
  | { readonly kind: "star"; readonly span: Span }
  | { readonly kind: "table-star"; readonly span: Span; readonly table: Identifier }

/** `a JOIN b ON ... LEFT JOIN c USING (x), d`: read left to right */
export interface From {
  readonly span: Span
  readonly first: FromItem
  readonly joins: readonly Join[]
}
export interface Join {
  /** span of the whole join: operator, table and constraint */
  readonly span: Span
  /** span of the operator words (`LEFT JOIN`, `,`) */
  readonly opSpan: Span
  /** `comma` and `cross` join as `inner` does */
  readonly type: "inner" | "left" | "right" | "full" | "cross" | "comma"
  readonly natural: boolean
  readonly item: FromItem
  readonly on: Expression | undefined
  readonly using: readonly Identifier[] | undefined
}
export type FromItem =
  /** `users AS u`, `json_each(u.tags) AS tag` (args present, possibly empty) */
  | {
      readonly kind: "table"
      readonly span: Span
      readonly table: TableName
      readonly args: readonly Expression[] | undefined
      readonly alias: Identifier | undefined
    }
  | { readonly kind: "subquery"; readonly span: Span; readonly select: Select; readonly alias: Identifier | undefined }
  | { readonly kind: "parenthesized"; readonly span: Span; readonly from: From; readonly alias: Identifier | undefined }

export interface With {
  readonly span: Span
  readonly recursive: boolean
  readonly tables: readonly CommonTable[]
}
/** `c (a, b) AS [NOT] MATERIALIZED (SELECT ...)` */
export interface CommonTable {
  readonly span: Span
  readonly name: Identifier
  readonly columns: readonly Identifier[] | undefined
  readonly select: Select
}

export type ConflictAction = "rollback" | "abort" | "fail" | "ignore" | "replace"

export interface Assignment {
  readonly span: Span
  /** one name, or several for `(a, b) = (...)` */
  readonly columns: readonly Identifier[]
  readonly value: Expression
}
export interface Upsert {
  readonly span: Span
  readonly target: readonly OrderTerm[] | undefined
  readonly targetWhere: Expression | undefined
  /** undefined for DO NOTHING */
  readonly update: { readonly assignments: readonly Assignment[]; readonly where: Expression | undefined } | undefined
}

export interface InsertStatement {
  readonly kind: "insert"
  readonly span: Span
  readonly with: With | undefined
  readonly or: ConflictAction | undefined // REPLACE INTO is `replace`
  readonly table: TableName
  readonly alias: Identifier | undefined
  readonly columns: readonly Identifier[] | undefined
  /** undefined for DEFAULT VALUES */
  readonly source: Select | undefined
  readonly upserts: readonly Upsert[]
  readonly returning: readonly ResultItem[]
}
export interface UpdateStatement {
  readonly kind: "update"
  readonly span: Span
  readonly with: With | undefined
  readonly or: ConflictAction | undefined
  readonly table: TableName
  readonly alias: Identifier | undefined
  readonly assignments: readonly Assignment[]
  readonly from: From | undefined
  readonly where: Expression | undefined
  readonly returning: readonly ResultItem[]
  readonly limited: WriteLimit | undefined
}
/** `ORDER BY b LIMIT 3` of an UPDATE or DELETE, behind RETURNING. https://sqlite.org/lang_delete.html */
export interface WriteLimit {
  readonly span: Span
  readonly orderBy: readonly OrderTerm[]
  readonly limit: Expression | undefined
  readonly offset: Expression | undefined
}
export interface DeleteStatement {
  readonly kind: "delete"
  readonly span: Span
  readonly with: With | undefined
  readonly table: TableName
  readonly alias: Identifier | undefined
  readonly where: Expression | undefined
  readonly returning: readonly ResultItem[]
  readonly limited: WriteLimit | undefined
}

export type StatementNode =
  | { readonly kind: "select-statement"; readonly span: Span; readonly select: Select }
  | InsertStatement
  | UpdateStatement
  | DeleteStatement
  | CreateTableStatement
  | {
      readonly kind: "create-view"
      readonly span: Span
      readonly temporary: boolean
      readonly view: TableName
      readonly columns: readonly Identifier[] | undefined
      readonly select: Select
    }
  | {
      readonly kind: "create-index"
      readonly span: Span
      readonly name: TableName
      readonly table: Identifier
      readonly unique: boolean
      readonly columns: readonly OrderTerm[]
      readonly where: Expression | undefined
    }
  | {
      readonly kind: "create-virtual-table"
      readonly span: Span
      readonly table: TableName
      readonly module: Identifier
      readonly args: readonly string[]
    }
  | {
      readonly kind: "create-trigger"
      readonly span: Span
      readonly temporary: boolean
      readonly name: TableName
      readonly table: TableName
      readonly when: Expression | undefined
      readonly body: readonly StatementNode[]
    }
  | { readonly kind: "alter-table"; readonly span: Span; readonly table: TableName; readonly action: AlterAction }
  | {
      readonly kind: "drop"
      readonly span: Span
      readonly what: "table" | "view" | "index" | "trigger"
      readonly name: TableName
    }
  | { readonly kind: "pragma"; readonly span: Span; readonly name: TableName; readonly value: Expression | undefined }
  | {
      readonly kind: "transaction"
      readonly span: Span
      readonly what: "begin" | "commit" | "rollback" | "savepoint" | "release"
    }
  | {
      readonly kind: "other"
      readonly span: Span
      readonly what: "attach" | "detach" | "vacuum" | "analyze" | "reindex" | "explain"
    }
