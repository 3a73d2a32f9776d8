import type { Catalog } from "../../catalog/catalog.ts"
import type { Diagnostic } from "../../diagnostics/diagnostic.ts"
import type { StatementDescription } from "../../engine/engine.ts"
import type { Annotation } from "../../syntax/annotation.ts"
import type { Statement } from "../../syntax/statement.ts"
import type { TargetProfile } from "../../targets/target.ts"
import type { Parameter, ResultColumn } from "../checked-query.ts"
import type { StatementTypes } from "../statement-types.ts"

/** What a rule may look at: one named statement, and all that is known of it. */
export interface RuleInput {
  readonly statement: Statement
  readonly annotation: Annotation
  readonly types: StatementTypes
  readonly described: StatementDescription
  readonly catalog: Catalog
  readonly target: TargetProfile
  readonly columns: readonly ResultColumn[]
  readonly parameters: readonly Parameter[]
}

/** One check, in one file. It reports, never throws. */
export type Rule = (input: RuleInput) => readonly Diagnostic[]
