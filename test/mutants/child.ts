import type { JudgedCase, Mutable } from "./judge.ts"
import { judgedCases } from "./judged-cases.ts"
import { kindOf, type Mutant, mutants, nameOf, originalProgram, withMutant } from "./mutants.ts"

/*
 * Judges mutants one after the other and says so, a line of JSON each: { index, kind, name, by }. `by` is the first case that answers
 * differently; null: none does. Arguments: the first mutant, the step to the next, and a part of the names.
 */
const [first = "0", step = "1", only = ""] = process.argv.slice(2)
const original = await originalProgram()
const cases = (await judgedCases()).map((judged) => ({ judged, expected: judged.answer(original), kills: 0 }))

function killerOf(program: Mutable, mutant: Mutant): string | undefined {
  // a row changes nothing where the function is not called
  const word = mutant.kind === "row" ? mutant.name : ""
  const killer = cases.find(
    ({ judged, expected }) =>
      judged.text.includes(word) && (!judged.large || kindOf(mutant) === "rule") && differs(program, judged, expected),
  )
  if (killer === undefined) return undefined
  killer.kills++
  // what killed before kills again
  cases.sort((a, b) => b.kills - a.kills)
  return killer.judged.name
}

function differs(program: Mutable, judged: JudgedCase, expected: string): boolean {
  try {
    return judged.answer(program) !== expected
  } catch {
    return true // a mutant that throws is seen by any case
  }
}

const all = await mutants(original)
process.stdout.write(`${JSON.stringify({ count: all.length, cases: cases.length })}\n`)
for (let index = Number(first); index < all.length; index += Number(step)) {
  const mutant = all[index]
  if (mutant === undefined || !nameOf(mutant).includes(only)) continue
  process.stdout.write(`${JSON.stringify({ index, kind: kindOf(mutant), name: nameOf(mutant) })}\n`)
  const by = await withMutant(mutant, original, (program) => killerOf(program, mutant))
  process.stdout.write(`${JSON.stringify({ index, kind: kindOf(mutant), name: nameOf(mutant), by: by ?? null })}\n`)
}
