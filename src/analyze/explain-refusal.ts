import type { Catalog } from "../catalog/catalog.ts"
import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { EngineError } from "../engine/engine.ts"
import type { Statement } from "../syntax/statement.ts"
import type { TargetProfile } from "../targets/target.ts"
import { refusalRules } from "./refusals/index.ts"

/** What the target refuses of a statement that the engine accepts: what counts only when it runs, and warnings. */
export function refusalsOf(
  statement: Statement,
  target: TargetProfile,
  catalog: Catalog | undefined,
): readonly Diagnostic[] {
  return refusalRules.flatMap((rule) => rule.find({ statement, target, catalog, error: undefined }))
}

/** What the rule says that explains the engine's refusal, for each place; nothing where the refusal is SQLite's own. */
export function explainRefusal(
  statement: Statement,
  target: TargetProfile,
  error: EngineError,
  catalog?: Catalog,
): readonly Diagnostic[] {
  for (const rule of refusalRules) {
    if (!rule.explains(error, target)) continue
    const found = rule.find({ statement, target, catalog, error })
    if (found.length > 0) return found
  }
  return []
}
