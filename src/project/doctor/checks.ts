import type { Check } from "./check.ts"
import { configuration } from "./configuration.ts"
import { d1Hazards } from "./d1-hazards.ts"
import { declaredTypes } from "./declared-types.ts"
import { doubleQuotes } from "./double-quotes.ts"
import { lineEnds } from "./line-ends.ts"
import { migrationNumbers } from "./migration-numbers.ts"
import { migrations } from "./migrations.ts"
import { node } from "./node.ts"
import { npm } from "./npm.ts"
import { output } from "./output.ts"
import { packages } from "./packages.ts"
import { queries } from "./queries.ts"
import { schema } from "./schema.ts"
import { scripts } from "./scripts.ts"
import { target } from "./target.ts"
import { typescript } from "./typescript.ts"
import { wideTypes } from "./wide-types.ts"

/** All checks, in the order in which they are told. */
export const checks: readonly Check[] = [
  node,
  npm,
  packages,
  typescript,
  scripts,
  configuration,
  target,
  migrations,
  migrationNumbers,
  lineEnds,
  schema,
  doubleQuotes,
  declaredTypes,
  d1Hazards,
  queries,
  wideTypes,
  output,
]
