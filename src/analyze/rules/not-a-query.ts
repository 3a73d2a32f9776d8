import type { Diagnostic } from "../../diagnostics/diagnostic.ts"
import type { RuleInput } from "./rule.ts"

const words: Readonly<Record<string, string>> = {
  "create-table": "CREATE TABLE",
  "create-view": "CREATE VIEW",
  "create-index": "CREATE INDEX",
  "create-trigger": "CREATE TRIGGER",
  "create-virtual-table": "CREATE VIRTUAL TABLE",
  "alter-table": "ALTER TABLE",
  drop: "DROP",
  transaction: "a transaction statement",
  other: "this statement",
}

/** Schema belongs into migrations, transactions to the driver: query files hold SELECT, INSERT, UPDATE, DELETE and PRAGMA. */
export function notAQuery({ statement }: RuleInput): readonly Diagnostic[] {
  const what = statement.ast === undefined ? undefined : words[statement.ast.kind]
  if (what === undefined) return []
  const schema = what.startsWith("CREATE") || what === "ALTER TABLE" || what === "DROP"
  return [
    {
      code: "not-a-query",
      severity: "error",
      message: `${what} is not a query`,
      primary: {
        file: statement.file,
        span: { start: statement.span.start, end: Math.min(statement.span.end, statement.span.start + 6) },
        text: "query files hold SELECT, INSERT, UPDATE, DELETE",
      },
      secondary: [],
      help: schema ? "move it into a migration file" : "remove it: transactions are made by `db.batch([...])`",
      fix: undefined,
    },
  ]
}
