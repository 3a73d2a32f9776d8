import type { Catalog } from "../catalog/catalog.ts"
import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { Described, Engine, EngineError } from "../engine/engine.ts"
import { textOf } from "../source/source-file.ts"
import type { Expression } from "../syntax/ast.ts"
import { withBrackets, withQuotedTexts } from "../syntax/quoted-text.ts"
import type { Statement } from "../syntax/statement.ts"
import { walkStatement } from "../syntax/walk.ts"
import { changesSchema } from "./certain-failure.ts"
import { plainWrite } from "./limited-write.ts"
import { quotedStringWarnings } from "./quoted-string.ts"
import { type EditedText, editedText } from "./statement-text.ts"
import { inferStatement } from "./statement-types.ts"

/** What the engine says of a statement; the offset of an error counts from the statement's start. */
export interface Asked {
  /** the statement as it is to be understood: strings in double quotes are text, a limited write is a plain one */
  readonly statement: Statement
  readonly described: Described
  /** what is to be said of strings in double quotes */
  readonly findings: readonly Diagnostic[]
}

/**
 * Puts a statement to the engine. What the target takes and the engine's build does not is put in other words first:
 * ORDER BY and LIMIT of UPDATE and DELETE, strings in double quotes.
 */
export function askEngine(written: Statement, catalog: Catalog, engine: Engine): Asked {
  const texts = new Set<number>()
  let current = written
  for (;;) {
    const statement = (engine.target.limitedWrites ? plainWrite(current, catalog) : undefined) ?? current
    const text = forEngine(statement, texts)
    const described = engine.describe(text.sql)
    if (described.ok && texts.size === 0) return { statement, described, findings: [] }
    if (described.ok) return withStrings(written, statement, { catalog, engine })
    const error = placed(described.error, text)
    const quoted = engine.target.doubleQuotedStrings
    // in a schema a string in single quotes may stand for a name: there is no other way to write it
    if (quoted && changesSchema(written.ast)) {
      return { statement, described: engine.describe(text.sql, "taken"), findings: [] }
    }
    const string = quoted ? stringOf(statement, error) : undefined
    if (string === undefined) return { statement: written, described: { ok: false, error }, findings: [] }
    texts.add(string)
    current = withQuotedTexts(written, texts)
  }
}

interface World {
  readonly catalog: Catalog
  readonly engine: Engine
}

/** SQLite is asked again, for the text as written: it names columns by it. */
function withStrings(written: Statement, statement: Statement, { catalog, engine }: World): Asked {
  const described = engine.describe(editedText(statement, []).sql, "taken")
  return { statement, described, findings: stringFindings(written, statement, catalog) }
}

/** A name that is near to a column is likelier a slip than a string. */
function stringFindings(written: Statement, statement: Statement, catalog: Catalog): readonly Diagnostic[] {
  const warnings = quotedStringWarnings(statement)
  const starts = new Set(warnings.map(({ primary }) => primary.span.start))
  const slips = inferStatement(withBrackets(written, starts), catalog).diagnostics.filter(
    ({ code, fix }) => code === "unknown-column" && fix !== undefined,
  )
  return warnings.map((warning) => {
    const { span } = warning.primary
    const slip = slips.find(({ primary }) => primary.span.start === span.start)
    return slip === undefined ? warning : { ...slip, help: `${slip.help ?? ""} If it is text, ${warning.help}` }
  })
}

/** The text with strings in single quotes, each as long as it was so that offsets stay. */
function forEngine(statement: Statement, texts: ReadonlySet<number>): EditedText {
  const { file } = statement
  const edits = [...texts].map((start) => {
    const end = start + (/^"(?:[^"]|"")*"/.exec(file.text.slice(start))?.[0].length ?? 0)
    return { span: { start, end }, text: `'${"x".repeat(Math.max(0, end - start - 2))}'` }
  })
  return editedText(statement, edits)
}

function placed(error: EngineError, text: EditedText): EngineError {
  return { ...error, offset: error.offset === undefined ? undefined : text.placeOf(error.offset) }
}

/** The offset in the file of the `"x"` that SQLite finds no column for. */
function stringOf(statement: Statement, { message, offset }: EngineError): number | undefined {
  const name = /^no such column: "(.*)" - should this be a string literal in single-quotes\?$/s.exec(message)?.[1]
  if (name === undefined || statement.ast === undefined) return undefined
  const found: number[] = []
  const visit = (node: Expression): void => {
    if (node.kind !== "column" || node.table !== undefined || node.name.quote !== '"') return
    const inside = textOf(statement.file, node.name.span).slice(1, -1)
    if (inside === name || node.name.text === name) found.push(node.name.span.start)
  }
  walkStatement(statement.ast, visit, { subqueries: true })
  const at = offset === undefined ? undefined : offset + statement.span.start
  return found.find((start) => start === at) ?? found[0]
}
