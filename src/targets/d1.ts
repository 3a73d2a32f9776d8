import type { TargetProfile } from "./target.ts"
import { deniedFunctions, functions } from "./workerd-functions.ts"
import { limits } from "./workerd-limits.ts"
import { pragmas } from "./workerd-pragmas.ts"
import { modules, statements } from "./workerd-statements.ts"

/**
 * Cloudflare D1: what both SQLite 3.47.0 (workerd until August 2026) and 3.54.1 (November 2026) accept there. Which of
 * them production runs cannot be asked.
 */
export const d1: TargetProfile = {
  name: "d1",
  title: "Cloudflare D1",
  sqliteVersion: "3.47.0",
  judge: "3.47.0",
  limits,
  functions,
  functionRefusal: "no such function",
  deniedFunctions,
  pragmas,
  modules,
  statements,
  deniedSyntax: [],
  // the newer one refuses the prefix in any case of letters
  denied: {
    transactions: true,
    attach: true,
    vacuum: true,
    temporary: true,
    rollback: true,
    reservedPrefix: "_cf_",
    trailingText: true,
  },
  limitedWrites: true,
  doubleQuotedStrings: true,
  foreignKeys: true,
  defensive: true,
}
