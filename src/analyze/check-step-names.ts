import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import { report } from "../syntax/report.ts"
import type { Statement } from "../syntax/statement.ts"
import { toValueName } from "./names.ts"

/** Keys that the answer of a transaction has by itself. */
const ownKeys: ReadonlySet<string> = new Set(["ok", "reason", "replayed"])

/** A step, whether `@step` names it, and whether its rows are a key of the answer. */
export interface NamedStep {
  readonly statement: Statement
  readonly named: boolean
  readonly hasRows: boolean
}

/** What a step answers is a key of the object: it needs a name, one that can be a key and no other has. */
export function stepNameFindings(steps: readonly NamedStep[]): readonly Diagnostic[] {
  const first = new Map<string, Statement>()
  return steps.flatMap(({ statement, named, hasRows }): readonly Diagnostic[] => {
    const { file, span, annotation } = statement
    if (annotation === undefined) return []
    if (!named) return hasRows ? [nameless(statement)] : []
    const { name } = annotation
    const earlier = first.get(name.text)
    if (earlier === undefined) first.set(name.text, statement)
    else {
      const also = { span: earlier.annotation?.name.span ?? span, text: "first here" }
      const words = { also, help: "give one of them another name" }
      return [report(file, "step-name", name.span, `two steps are called \`${name.text}\``, "again here", words)]
    }
    if (ownKeys.has(name.text)) {
      const message = `the answer of a transaction has a key \`${name.text}\` of its own`
      const help = "call the step something else"
      return [report(file, "step-name", name.span, message, "no name for a step", { help })]
    }
    const checked = toValueName(name.text)
    if (checked.name !== undefined) return []
    const words = {
      help: `call it \`${checked.suggestion}\``,
      fix: { span: name.span, text: checked.suggestion },
    }
    return [
      report(file, "step-name", name.span, `\`${name.text}\` cannot be the name of a step`, "no identifier", words),
    ]
  })
}

function nameless({ file, span }: Statement): Diagnostic {
  const message = "a step that answers rows has no name"
  return report(file, "step-name", span, message, "under which key should they be?", {
    help: "write `-- @step found` above it; if it is a query of its own, write `-- name: found`",
  })
}
