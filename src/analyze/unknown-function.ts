import { type Catalog, fold } from "../catalog/catalog.ts"
import { nearFunction } from "../catalog/function-names.ts"
import type { Diagnostic, Label } from "../diagnostics/diagnostic.ts"
import type { Engine, EngineError } from "../engine/engine.ts"
import type { Span } from "../source/source-file.ts"
import type { Expression } from "../syntax/ast.ts"
import type { Statement } from "../syntax/statement.ts"
import { walkSelect, walkStatement } from "../syntax/walk.ts"

/**
 * SQLite knows no function `name`: its own words, at the call in the tree. A statement that has no such call reaches it
 * through a view, which is shown, or a trigger. `otherwise` is the place where the tree has none.
 */
export function unknownFunction(
  statement: Statement,
  catalog: Catalog,
  name: string,
  error: EngineError,
  engine: Engine,
  otherwise: Span,
): Diagnostic {
  const basis = { code: "sqlite-error", severity: "error", message: `SQLite refuses it: ${error.message}` } as const
  const near = nearFunction(name, engine)
  const missing = `not a function of ${engine.target.title}`
  const { file } = statement
  const { calls, regexp } = callsOf(statement, name)
  const at = error.offset === undefined ? undefined : statement.span.start + error.offset
  const span = calls.find((call) => call.start === at) ?? calls[0]
  if (span !== undefined) {
    const help = near === undefined ? withoutFunction : `did you mean \`${near}\`?`
    const fix = near === undefined ? undefined : { file, span, text: near }
    return { ...basis, primary: { file, span, text: missing }, secondary: [], help, fix }
  }
  if (regexp || statement.ast === undefined) {
    const help = regexp ? "SQLite has the operator REGEXP without a function for it: use LIKE or GLOB" : withoutFunction
    return { ...basis, primary: { file, span: otherwise, text: missing }, secondary: [], help, fix: undefined }
  }
  const primary = { file, span: statement.span, text: `a view or trigger that this uses calls \`${name}\`` }
  const help = `repair the view or trigger in a migration${near === undefined ? "" : `: did you mean \`${near}\`?`}`
  return { ...basis, primary, secondary: viewsWith(catalog, name, missing), help, fix: undefined }
}

const withoutFunction =
  "use the functions of SQLite (https://sqlite.org/lang_corefunc.html), or do this part in TypeScript"

/** The names of its calls of the function, and whether it has the operator that calls `regexp`. */
function callsOf(statement: Statement, name: string): { readonly calls: readonly Span[]; readonly regexp: boolean } {
  const calls: Span[] = []
  let regexp = false
  const visit = (node: Expression): void => {
    if (isCallOf(node, name)) calls.push(node.name.span)
    if (node.kind === "like" && node.op === "regexp" && fold(name) === "regexp") regexp = true
  }
  if (statement.ast !== undefined) walkStatement(statement.ast, visit, { subqueries: true })
  return { calls, regexp }
}

/** The calls of the function in the schema's views. */
function viewsWith(catalog: Catalog, name: string, text: string): readonly Label[] {
  return [...catalog.relations.values()].flatMap((relation) => {
    if (relation.kind !== "view") return []
    const labels: Label[] = []
    const visit = (node: Expression): void => {
      if (!isCallOf(node, name)) return
      const written = relation.place?.file === relation.file
      if (written) labels.push({ file: relation.file, span: node.name.span, text })
      else if (relation.place !== undefined) labels.push({ ...relation.place, text: `calls \`${name}\`` })
    }
    walkSelect(relation.select, visit, { subqueries: true })
    return labels.slice(0, 1)
  })
}

function isCallOf(node: Expression, name: string): node is Extract<Expression, { readonly kind: "call" }> {
  return node.kind === "call" && fold(node.name.text) === fold(name)
}
