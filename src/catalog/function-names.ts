import { didYouMean } from "../diagnostics/suggest.ts"
import type { Engine } from "../engine/engine.ts"
import { fold } from "./catalog.ts"
import { functions } from "./functions.ts"

/** What `pragma_function_list` and allow-lists hold and nobody means to call: tables, keywords, parts of SQLite's own. */
const notForCalls =
  /[^a-z0-9_]|^(?:current_|fts5|rtree|sqlite_(?:drop|rename)_)|_scalar$|^(?:json|jsonb)_(?:each|tree)$|^(?:match|unknown)$/

/** The name in SQLite's `no such function: jsonb_pack`; undefined for other messages. */
export function missingFunction(message: string): string | undefined {
  return /^no such function: (.+)$/s.exec(message)?.[1]
}

/**
 * The function of the target that is written most like `name`. Undefined when none is near, and for a function of SQLite
 * that the target lacks: that is not misspelt.
 */
export function nearFunction(name: string, engine: Engine): string | undefined {
  if (functions.has(fold(name))) return undefined
  const names = engine.target.functions?.keys() ?? engineFunctions(engine)
  return didYouMean(
    name,
    [...names].filter((candidate) => !notForCalls.test(candidate)),
  )
}

/** https://sqlite.org/pragma.html#pragma_function_list */
function engineFunctions(engine: Engine): readonly string[] {
  const listed = engine.query("SELECT DISTINCT name FROM pragma_function_list", [])
  return listed.ok ? listed.rows.flatMap(([name]) => (typeof name === "string" ? [name] : [])) : []
}
