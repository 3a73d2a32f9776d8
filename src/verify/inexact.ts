/**
 * Whether a JSON value has an integer in it that a double does not hold exactly, or a number that is none: where a type says
 * integer, generated code refuses it on purpose.
 */
export function hasInexact(value: unknown): boolean {
  if (typeof value === "number")
    return !Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))
  return typeof value === "object" && value !== null && Object.values(value).some(hasInexact)
}
