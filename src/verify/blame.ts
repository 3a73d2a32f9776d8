import type { Reason } from "../analyze/value-type.ts"
import type { Contract } from "./call.ts"
import type { Violation } from "./verify.ts"

/** Whose promise a violation breaks. */
export type Blame =
  /** nobody but us said so */
  | { readonly kind: "ours" }
  /** an annotation, the mark of an alias, or `:one` */
  | { readonly kind: "word"; readonly word: Reason }
  /** rows that a table which is not STRICT admits against its declared types */
  | { readonly kind: "contract"; readonly contract: Contract }

/** Rows against their contract are the cause of all that follows, or what the call did; then the author's word; what is left is our lie. */
export function blameOf({ broken, stored, reason }: Pick<Violation, "broken" | "stored" | "reason">): Blame {
  const contract = stored ?? broken[0]
  if (contract !== undefined) {
    const word = wordIn(contract.type.why.type)
    return word === undefined ? { kind: "contract", contract } : { kind: "word", word }
  }
  const word = wordIn(reason)
  return word === undefined ? { kind: "ours" } : { kind: "word", word }
}

/** What the author says, among what a reason rests on. */
function wordIn(reason: Reason): Reason | undefined {
  if (reason.author === true) return reason
  for (const each of reason.because) {
    const word = wordIn(each)
    if (word !== undefined) return word
  }
  return undefined
}
