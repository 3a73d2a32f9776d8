import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { Engine, EngineError, StatementDescription } from "../engine/engine.ts"
import { textOf } from "../source/source-file.ts"
import type { InsertStatement, StatementNode } from "../syntax/ast.ts"
import { report } from "../syntax/report.ts"
import type { Statement } from "../syntax/statement.ts"
import { explainRefusal } from "./explain-refusal.ts"
import { editedText } from "./statement-text.ts"

/** Functions whose answer changes from call to call. */
const fickle = new Set(["changes", "total_changes", "last_insert_rowid", "random", "randomblob"])

/** A statement that SQLite prepares and that fails whenever it runs; undefined where that is not certain. */
export function certainFailure(
  statement: Statement,
  described: StatementDescription,
  engine: Engine,
): Diagnostic | undefined {
  const { file, span } = statement
  const certain = mayFail(statement, described)
  const error = certain.length === 0 ? undefined : trialOf(statement, engine)
  if (error === undefined || !certain.some((pattern) => pattern.test(error.message))) return undefined
  const [explained] = explainRefusal(statement, engine.target, error)
  if (explained !== undefined) return explained
  return report(
    file,
    "always-fails",
    span,
    `it fails whenever it runs: ${error.message}`,
    "nothing in it depends on data",
    {
      help: repairOf(error.message),
    },
  )
}

function repairOf(message: string): string {
  if (/^fts5: |^unterminated string/.test(message))
    return "write the search in FTS5's own words: https://sqlite.org/fts5.html#full_text_query_syntax"
  if (message.startsWith("malformed JSON"))
    return "write JSON: names and texts in double quotes, nothing behind the last item"
  if (message.startsWith("NOT NULL constraint")) return "give the column a value"
  if (message.startsWith("CHECK constraint")) return "give a value that the CHECK takes"
  return "repair the value that SQLite complains of"
}

/** What FTS5 says of a search text or a command, and LIMIT of a text, whatever rows there are. https://sqlite.org/fts5.html */
const certainAnyway =
  /^(?:fts5: |unterminated string|unknown special query|no such column: |SQL logic error|datatype mismatch|'[\w-]+' may )/

/** What literal values break by themselves. */
const brokenByLiterals = /^(?:NOT NULL constraint|CHECK constraint|cannot store )/

/** The errors of a statement without rows that it has with rows too; undefined where none is certain. */
function mayFail({ ast, placeholders }: Statement, { effects }: StatementDescription): readonly RegExp[] {
  if (placeholders.length > 0 || effects.functions.some((name) => fickle.has(name))) return []
  if (ast?.kind === "select-statement") return [effects.reads.length === 0 ? /^/ : certainAnyway]
  if (ast?.kind !== "insert" || !isLiteral(ast)) return []
  return effects.through.length > 0 || ast.or === "ignore" ? [certainAnyway] : [certainAnyway, brokenByLiterals]
}

/** `INSERT INTO docs (docs) VALUES ('optimize')` */
function isLiteral({ source }: InsertStatement): boolean {
  const core = source?.first
  return core?.kind === "values" && core.rows.every((row) => row.items.every((item) => item.kind === "literal"))
}

/** What SQLite says when a statement runs on the schema without rows. */
export function trialOf(statement: Statement, engine: Engine): EngineError | undefined {
  const error = engine.trial(editedText(statement, []).sql)
  return error === undefined || textOf(statement.file, statement.span) === ""
    ? undefined
    : { ...error, offset: undefined }
}

/** What changes the schema, and fails for reasons that are not in the rows. */
export function changesSchema(ast: StatementNode | undefined): boolean {
  switch (ast?.kind) {
    case "create-table":
    case "create-view":
    case "create-index":
    case "create-trigger":
    case "create-virtual-table":
    case "alter-table":
    case "drop":
      return true
    default:
      return false
  }
}
