import { freeName } from "./import-list.ts"

/** Words that cannot name a variable, and globals that generated code reads. */
const reserved: readonly string[] = (
  "arguments await break case catch class const continue debugger default delete do else enum eval export extends false " +
  "finally for function if implements import in instanceof interface let new null package private protected public return " +
  "static super switch this throw true try typeof undefined var void while with yield " +
  "Array Infinity NaN Number Uint8Array params checked element"
).split(" ")

/** A variable for each name, in order: the name itself where that can be a variable and nothing else is called so. */
export function variables(names: readonly string[], taken: ReadonlySet<string>): readonly string[] {
  const used = new Set([...taken, ...reserved])
  return names.map((name) => {
    const word = name.replace(/[^A-Za-z0-9_$]+/g, "_").replace(/^(?=[0-9]|$)/, "_")
    const variable = freeName(word, used)
    used.add(variable)
    return variable
  })
}
