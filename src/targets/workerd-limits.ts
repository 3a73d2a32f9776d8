import type { LimitLine, LimitName } from "./line.ts"
import { documented, probed, source } from "./workerd-evidence.ts"

/** Limits of D1 and of SQL in Durable Objects: what the engine refuses, and what is promised where that is less. */
export const limits: { readonly [Name in LimitName]: LimitLine } = {
  sqlBytes: { most: 100_000, promised: undefined, words: "statement too long", from: documented },
  columns: { most: 100, promised: undefined, words: "too many columns", from: documented },
  variables: { most: 100, promised: undefined, words: "variable number must be between ?1 and ?100", from: documented },
  likePatternBytes: { most: 50, promised: undefined, words: "LIKE or GLOB pattern too complex", from: documented },
  // 3.54.1 takes 8,388,642
  valueBytes: { most: 2_200_000, promised: 2_000_000, words: "string or blob too big / taken", from: probed },
  functionArguments: { most: 127, promised: 32, words: "too many arguments on function", from: probed },
  expressionDepth: { most: 100, promised: undefined, words: "Expression tree is too large", from: probed },
  // 5 is reported from production too
  compoundTerms: { most: 5, promised: undefined, words: "too many terms in compound SELECT", from: probed },
  // the limit is 25,000, and the array of operations doubles from 42 to 21,504; 3.54.1 takes all that fits into 100,000 bytes
  vdbeOps: { most: 21_504, promised: undefined, words: "out of memory / taken", from: probed },
  triggerDepth: {
    most: 10,
    promised: undefined,
    words: "too many levels of trigger recursion / triggers nested too deep",
    from: source,
  },
  attached: { most: 0, promised: undefined, words: "not authorized", from: source },
}
