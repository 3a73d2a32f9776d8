import type { Diagnostic } from "../../diagnostics/diagnostic.ts"
import type { StatementNode } from "../../syntax/ast.ts"
import type { Statement } from "../../syntax/statement.ts"
import type { RuleInput } from "./rule.ts"

const migration = "move it into a migration file"
const batch =
  "remove it: statements under one name are one transaction, and `db.batch([...])` makes one of several queries"
const tool = "remove it: it is for the tools of the database, not for a program"

/** What no query file holds, in SQL's own words, and where it belongs. */
const elsewhere: Partial<Record<StatementNode["kind"], { readonly name: string; readonly help: string }>> = {
  "create-table": { name: "CREATE TABLE", help: migration },
  "create-view": { name: "CREATE VIEW", help: migration },
  "create-index": { name: "CREATE INDEX", help: migration },
  "create-trigger": { name: "CREATE TRIGGER", help: migration },
  "create-virtual-table": { name: "CREATE VIRTUAL TABLE", help: migration },
  "alter-table": { name: "ALTER TABLE", help: migration },
  drop: { name: "DROP", help: migration },
}

/** Schema belongs into migrations, transactions to the driver: query files hold SELECT, INSERT, UPDATE, DELETE and PRAGMA. */
export function notAQuery({ statement }: Pick<RuleInput, "statement">): readonly Diagnostic[] {
  const found = statement.ast === undefined ? undefined : placeOf(statement.ast, statement)
  if (found === undefined) return []
  return [
    {
      code: "not-a-query",
      severity: "error",
      message: `${found.name} is not a query`,
      primary: {
        file: statement.file,
        span: { start: statement.span.start, end: statement.span.start + firstWord(statement).length },
        text: "query files hold SELECT, INSERT, UPDATE, DELETE",
      },
      secondary: [],
      help: found.help,
      fix: undefined,
    },
  ]
}

function placeOf(
  ast: StatementNode,
  statement: Statement,
): { readonly name: string; readonly help: string } | undefined {
  const name = firstWord(statement).toUpperCase()
  if (ast.kind === "transaction") return { name, help: batch }
  if (ast.kind !== "other") return elsewhere[ast.kind]
  if (ast.what !== "explain") return { name, help: tool }
  return { name, help: "ask the sqlite3 shell; `sqlgen params <query>` prints lines that set the parameters there" }
}

function firstWord({ file, span }: Statement): string {
  return /^\w*/.exec(file.text.slice(span.start, span.end))?.[0] ?? ""
}
