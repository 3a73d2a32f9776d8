import { batchCases } from "./batch-cases.ts"
import { bulkCases } from "./bulk-cases.ts"
import { constraintCases } from "./constraint-cases.ts"
import { listCases } from "./list-cases.ts"
import { listProperties } from "./list-property-cases.ts"
import type { Case } from "./outcome.ts"
import { parameterCases } from "./parameter-cases.ts"
import { propertyCases } from "./property-cases.ts"
import { rowCases } from "./row-cases.ts"
import { transactionCases } from "./transaction-cases.ts"
import { valueCases } from "./value-cases.ts"

/** What every driver must do alike. The seed is that of the random values. */
export function casesFrom(seed: number): readonly Case[] {
  return [
    ...valueCases,
    ...parameterCases,
    ...rowCases,
    ...constraintCases,
    ...batchCases,
    ...listCases,
    ...transactionCases,
    ...bulkCases,
    ...propertyCases(seed),
    ...listProperties(seed),
  ]
}
