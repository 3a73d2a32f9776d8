import type { RuntimeFunction } from "./import-list.ts"
import type { Item } from "./value.ts"

/** What JSON cannot say as it is: int64, bytes, and numbers in a way that every SQLite reads them back alike. */
const writers: Partial<Readonly<Record<Item["kind"], RuntimeFunction>>> = {
  bigint: "bigintsToJsonText",
  blob: "blobsToJsonText",
  number: "numbersToJsonText",
  scalar: "numbersToJsonText",
}

/** The function that writes a list of such items as JSON text. */
export function listText({ kind }: Item): RuntimeFunction {
  return writers[kind] ?? "toJsonText"
}
