import type { TargetProfile } from "./target.ts"

/** The SQLite that this package compiles with, without further limits. */
export const sqlite: TargetProfile = {
  name: "sqlite",
  title: "SQLite",
  evidence: [{ source: "@sqlite.org/sqlite-wasm 3.53.4-build2", date: "2026-11-23" }],
  sqliteVersion: "3.53.4",
  limits: {
    sqlBytes: undefined,
    columns: undefined,
    expressionDepth: undefined,
    compoundTerms: undefined,
    functionArguments: undefined,
    likePatternBytes: undefined,
    variables: undefined,
    attached: undefined,
    triggerDepth: undefined,
    valueBytes: undefined,
    vdbeOps: undefined,
  },
  functions: undefined,
  functionRefusal: "no such function",
  pragmas: undefined,
  virtualTables: undefined,
  deniedArity: [],
  deniedSyntax: [],
  denied: { transactions: false, attach: false, vacuum: false, temporary: false, reservedPrefix: undefined },
  // the default of SQLite's own build (SQLITE_DQS=3). https://sqlite.org/quirks.html#dblquote
  doubleQuotedStrings: true,
  foreignKeys: false,
  defensive: false,
}
