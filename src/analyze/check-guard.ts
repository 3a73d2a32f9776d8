import { type Catalog, fold } from "../catalog/catalog.ts"
import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { StatementDescription } from "../engine/engine.ts"
import type { Expect } from "../syntax/annotation.ts"
import type { StatementNode } from "../syntax/ast.ts"
import { report } from "../syntax/report.ts"
import type { Statement } from "../syntax/statement.ts"

/** A statement of a transaction that SQLite accepted. */
export interface DescribedStep {
  readonly statement: Statement
  readonly described: StatementDescription
  readonly expect: Expect | undefined
}

/** A guard counts what the statement directly before it has: rows that it changes, or rows that it answers. */
export function guardFindings(steps: readonly DescribedStep[], catalog: Catalog): readonly Diagnostic[] {
  return steps.flatMap((step, index) => {
    const { statement, described, expect } = step
    if (expect === undefined) return []
    if (expect.counts === "changes" && described.effects.readonly) {
      const write = steps.slice(0, index).findLast((earlier) => !earlier.described.effects.readonly)
      return [afterNoWrite(statement, expect, write?.statement)]
    }
    if (expect.counts === "rows" && described.columns.length === 0) return [withoutRows(statement, expect)]
    if (expect.counts === "rows" && described.effects.readonly && statement.ast?.kind !== "select-statement")
      return [noSelect(statement, expect)]
    return isView(statement.ast, catalog) ? [throughView(statement, expect)] : []
  })
}

function afterNoWrite(statement: Statement, expect: Expect, write: Statement | undefined): Diagnostic {
  const message = "a guard on `changes` directly follows the statement that writes"
  return report(statement.file, "guard-mismatch", expect.span, message, "the statement before it writes nothing", {
    also:
      write === undefined
        ? { span: statement.span, text: "it guards this statement" }
        : { span: write.span, text: "`changes` would count the rows of this one, which it does not stand behind" },
    help:
      write === undefined
        ? "write `@expect rows = ...` to count the rows that it answers"
        : "put it behind the statement that writes, or write `@expect rows = ...` to count the rows that are answered",
  })
}

function withoutRows(statement: Statement, expect: Expect): Diagnostic {
  const message = "a guard on `rows` follows a statement that answers rows"
  return report(statement.file, "guard-mismatch", expect.span, message, "the statement before it answers none", {
    also: { span: statement.span, text: "it has no RETURNING" },
    help: "write `@expect changes = ...` to count the rows that it changes",
  })
}

function noSelect(statement: Statement, expect: Expect): Diagnostic {
  const message = "the rows of this statement cannot be counted"
  return report(statement.file, "guard-mismatch", expect.span, message, "the statement before it is no SELECT", {
    also: { span: statement.span, text: "it guards this statement" },
    help: "read what it answers with a SELECT (pragmas have table-valued forms), and guard that",
  })
}

function throughView(statement: Statement, expect: Expect): Diagnostic {
  const message = "SQLite does not count rows that are written through a view"
  return report(statement.file, "guard-mismatch", expect.span, message, "the count would always be 0", {
    also: { span: statement.span, text: "its triggers write, not the statement itself" },
    help: "write to the table, or guard a SELECT of what was written",
  })
}

/** https://sqlite.org/c3ref/changes.html */
function isView(ast: StatementNode | undefined, catalog: Catalog): boolean {
  if (ast?.kind !== "insert" && ast?.kind !== "update" && ast?.kind !== "delete") return false
  return catalog.relations.get(fold(ast.table.name.text))?.kind === "view"
}
