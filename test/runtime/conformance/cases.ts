import { batchCases } from "./batch-cases.ts"
import { bulkCases } from "./bulk-cases.ts"
import { constraintCases } from "./constraint-cases.ts"
import { listCases } from "./list-cases.ts"
import { listProperties } from "./list-property-cases.ts"
import type { Case } from "./outcome.ts"
import { parameterCases } from "./parameter-cases.ts"
import { programCases } from "./program-cases.ts"
import { propertyCases } from "./property-cases.ts"
import { rowCases } from "./row-cases.ts"
import { transactionCases } from "./transaction-cases.ts"
import { valueCases } from "./value-cases.ts"
import { writerCases } from "./writer-cases.ts"

/** What every driver must do alike. The seed is that of the random values; so many random programs are run. */
export function casesFrom(seed: number, programs: number): readonly Case[] {
  return [
    ...valueCases,
    ...parameterCases,
    ...rowCases,
    ...constraintCases,
    ...batchCases,
    ...listCases,
    ...transactionCases,
    ...writerCases,
    ...bulkCases,
    ...programCases(seed, programs),
    ...propertyCases(seed),
    ...listProperties(seed),
  ]
}
