import { type SourceFile, textOf } from "../source/source-file.ts"
import type { StatementNode } from "../syntax/ast.ts"
import { parseSchemaFile } from "../syntax/parse-file.ts"
import type { Statement } from "../syntax/statement.ts"

/** The tree of a CREATE, and the text its spans point into. */
export interface Definition {
  readonly ast: StatementNode
  readonly file: SourceFile
}

/**
 * The tree of what SQLite keeps as `sql`: that of the migration when SQLite kept its text, else the kept text is parsed
 * (ALTER rewrites it, CREATE TABLE AS makes it up). Undefined when our parser cannot read it.
 */
export function definitionOf(
  sql: string | undefined,
  statement: Statement | undefined,
  name: string,
): Definition | undefined {
  if (sql === undefined) return undefined
  if (statement?.ast !== undefined && keeps(sql, textOf(statement.file, statement.span))) {
    return { ast: statement.ast, file: statement.file }
  }
  const file: SourceFile = { path: `the schema of ${name}`, text: sql }
  const ast = parseSchemaFile(file).value[0]?.ast
  return ast === undefined ? undefined : { ast, file }
}

/** SQLite keeps the text from the name on, after `CREATE TABLE ` or the like of its own. */
function keeps(sql: string, written: string): boolean {
  const head = /^CREATE (?:TABLE|VIEW|VIRTUAL TABLE|UNIQUE INDEX|INDEX) /.exec(sql)
  return head !== null && written.endsWith(sql.slice(head[0].length))
}
