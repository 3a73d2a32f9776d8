import { type Expectation, expecting } from "./inference.ts"
import { anyStorage, storageOf } from "./lattice.ts"
import { isWhole } from "./open.ts"
import type { RelationColumn } from "./scope.ts"

/** A parameter in a compound SELECT is of the type of what stands above it. */
export function besideColumn({ type }: RelationColumn): Expectation | undefined {
  if (type.storage.size === 0 || type.storage.size === anyStorage.size) return undefined
  const storage = isWhole(type) ? storageOf("integer") : type.storage
  const plainType = { ...type, storage, nullable: false, literals: undefined, range: undefined, limits: undefined }
  return expecting(plainType, "a column of a compound SELECT", { strength: "argument" })
}
