import { createRequire } from "node:module"
import { pathToFileURL } from "node:url"
import type initSqlite from "@sqlite.org/sqlite-wasm"

/** Starts a WASM build of SQLite. */
export type Initialise = (options: { print(): void; printErr(): void }) => ReturnType<typeof initSqlite>

/**
 * SQLite 3.47.0 of the same publisher: the version that workerd holds until August 2026, and so perhaps D1. The package's
 * own entry does not start on Node, the file beside the WASM binary does.
 */
export const sqlite347: Initialise = async (options) => {
  const binary = pathToFileURL(createRequire(import.meta.url).resolve("sqlite-wasm-3.47/sqlite3.wasm"))
  const build: { readonly default: Initialise } = await import(new URL("sqlite3-node.mjs", binary).href)
  return build.default(options)
}
