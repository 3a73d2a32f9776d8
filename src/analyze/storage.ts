import type { StorageClass, ValueType } from "./value-type.ts"

/** True when the value is always of one of these classes (or NULL), and not always NULL. */
export function isOnly(type: ValueType, ...classes: readonly StorageClass[]): boolean {
  return type.storage.size > 0 && [...type.storage].every((storage) => classes.includes(storage))
}
