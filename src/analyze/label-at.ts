import type { Place } from "../catalog/catalog.ts"
import type { Label } from "../diagnostics/diagnostic.ts"

/** A second place for a message: where something is declared, if that is known. */
export function labelAt(place: Place | undefined, text: string): readonly Label[] {
  return place === undefined ? [] : [{ ...place, text }]
}
