import { batchCases } from "./batch-cases.ts"
import { constraintCases } from "./constraint-cases.ts"
import type { Case } from "./outcome.ts"
import { parameterCases } from "./parameter-cases.ts"
import { rowCases } from "./row-cases.ts"
import { valueCases } from "./value-cases.ts"

/** What every driver must do alike. */
export const cases: readonly Case[] = [...valueCases, ...parameterCases, ...rowCases, ...constraintCases, ...batchCases]
