import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { Span } from "../source/source-file.ts"
import type { Annotation } from "../syntax/annotation.ts"
import type { Statement } from "../syntax/statement.ts"
import type { CheckedQuery } from "./checked-query.ts"
import { reason } from "./lattice.ts"
import type { Retry } from "./retry-class.ts"

export interface CheckedRetry {
  readonly value: Pick<CheckedQuery, "retry" | "consistency">
  readonly diagnostics: readonly Diagnostic[]
}

/** What the author says of retries and replicas against what is proved. The author's word counts. */
export function checkRetry(statement: Statement, annotation: Annotation, proved: Retry): CheckedRetry {
  const { retry: said, consistency } = annotation
  const diagnostics: Diagnostic[] = []
  if (said?.kind === "idempotent" && proved.value === "read-only")
    diagnostics.push(needless(statement, said.span, "the query only reads, so it may be sent again anyway"))
  if (consistency !== undefined && proved.value !== "read-only")
    diagnostics.push(needless(statement, consistency.span, "the query writes, and writes always go to the primary"))
  const reads = proved.value === "read-only"
  return {
    value: {
      retry: said === undefined ? proved : saidRetry(statement, said, proved),
      consistency: reads && consistency !== undefined ? consistency.value : "any",
    },
    diagnostics,
  }
}

function saidRetry(statement: Statement, said: NonNullable<Annotation["retry"]>, proved: Retry): Retry {
  const text = said.kind === "unsafe" ? "`@unsafe-retry` is written" : `\`@idempotent by ${said.by.text}\` is written`
  // what only reads stays what it is: the promise says nothing new
  const value = said.kind === "idempotent" && proved.value === "read-only" ? "read-only" : said.kind
  return { value, why: reason(text, statement.file, said.span, proved.why) }
}

function needless(statement: Statement, span: Span, label: string): Diagnostic {
  return {
    code: "needless-annotation",
    severity: "warning",
    message: "the annotation changes nothing",
    primary: { file: statement.file, span, text: label },
    secondary: [],
    help: "remove the line",
    fix: undefined,
  }
}
