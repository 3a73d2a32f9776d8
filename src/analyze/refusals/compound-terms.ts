import type { Select } from "../../syntax/ast.ts"
import { coresOf, selectsIn } from "../../syntax/walk.ts"
import { type RefusalInput, type RefusalRule, refusedAt } from "./refusal-rule.ts"

/** Six SELECTs joined by UNION and the like. Rows of VALUES are no terms, and a subquery counts anew. */
export const compoundTerms: RefusalRule = {
  code: "compound-terms",
  explains: ({ message }) => message.startsWith("too many terms in compound SELECT"),
  find: (input) => {
    const { statement, target } = input
    const most = target.limits.compoundTerms?.most
    if (most === undefined || statement.ast === undefined) return []
    return selectsIn(statement.ast).flatMap((select) => {
      const cores = coresOf(select)
      const [extra, last] = [cores[most], cores.at(-1)]
      if (extra === undefined || last === undefined || last.kind === "values") return []
      const rewritten = inGroups(input, select, most)
      const diagnostic = refusedAt(input, "compound-terms", extra.span, {
        words: "too many terms in compound SELECT",
        label: `number ${most + 1} of ${cores.length} SELECTs, ${most} are the most`,
        help:
          rewritten === undefined
            ? `put the first ${most} into a subquery, which counts anew: SELECT * FROM (... UNION ...) UNION ...; or use VALUES`
            : `a subquery counts anew: ${oneLine(rewritten)}`,
      })
      const span = { start: select.first.span.start, end: last.span.end }
      return [
        { ...diagnostic, fix: rewritten === undefined ? undefined : { file: statement.file, span, text: rewritten } },
      ]
    })
  },
}

/**
 * The first terms as a subquery, as often as needed: operators read from left to right, so the meaning stays. Undefined
 * where ORDER BY may look into a term, and beside recursive common tables.
 */
function inGroups({ statement }: RefusalInput, select: Select, most: number): string | undefined {
  const { text } = statement.file
  const plain = select.orderBy.every(({ expression }) => expression.kind === "literal" || expression.kind === "column")
  const { ast } = statement
  if (!plain || ast === undefined || selectsIn(ast).some((each) => each.with?.recursive === true)) return undefined
  let grouped = text.slice(select.first.span.start, select.first.span.end)
  let end = select.first.span.end
  let terms = 1
  for (const { core } of select.rest) {
    if (terms === most) {
      grouped = `SELECT * FROM (${grouped})`
      terms = 1
    }
    grouped += text.slice(end, core.span.end)
    end = core.span.end
    terms++
  }
  return grouped
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ")
  return line.length > 300 ? `${line.slice(0, 297)}...` : line
}
