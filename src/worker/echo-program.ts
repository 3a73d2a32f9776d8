import type { Input, Program, Work } from "./program.ts"

/** Does nothing, with success: what to begin with before there is a program of your own. */
export const echoProgram: Program = {
  run: async (_work, effect) => ({ did: effect.kind }),
  branches: itemInputs,
}

/** One branch for each of the `items` in the context; a single empty one when there are none. */
export function itemInputs(work: Work): readonly [Input, ...Input[]] {
  const [first, ...rest] = itemsOf(work)
  return [{ item: first ?? null }, ...rest.map((item) => ({ item }))]
}

function itemsOf(work: Work): readonly Input[string][] {
  const { items } = work.context
  return Array.isArray(items) ? items : []
}
