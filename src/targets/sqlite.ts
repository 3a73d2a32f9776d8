import type { TargetProfile } from "./target.ts"

/** The SQLite that this package compiles with (@sqlite.org/sqlite-wasm 3.53.4-build2), without further limits. */
export const sqlite: TargetProfile = {
  name: "sqlite",
  title: "SQLite",
  sqliteVersion: "3.53.4",
  judge: undefined,
  limits: {},
  functions: undefined,
  functionRefusal: "no such function",
  deniedFunctions: new Map(),
  pragmas: undefined,
  modules: undefined,
  statements: [],
  deniedSyntax: [],
  denied: {
    transactions: false,
    attach: false,
    vacuum: false,
    temporary: false,
    rollback: false,
    reservedPrefix: undefined,
    trailingText: false,
  },
  limitedWrites: false,
  // the default of SQLite's own build (SQLITE_DQS=3). https://sqlite.org/quirks.html#dblquote
  doubleQuotedStrings: true,
  foreignKeys: false,
  defensive: false,
}
