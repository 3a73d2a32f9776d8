import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import { didYouMean } from "../diagnostics/suggest.ts"
import type { SourceFile } from "../source/source-file.ts"
import type { Annotation, Cardinality, Word } from "./annotation.ts"
import { syntaxError, trailingText } from "./annotation-errors.ts"
import { type Rest, takeWord } from "./comment.ts"
import type { Read } from "./ignore.ts"

const cardinalities: readonly Cardinality[] = ["one", "optional", "many", "exec"]

/** `[:one|:optional|:many|:exec]`, to the end of the line. */
export function readCardinality(file: SourceFile, rest: Rest): Read<NonNullable<Annotation["cardinality"]>> {
  const taken = takeWord(rest)
  if (taken === undefined) return { value: undefined, diagnostics: [] }
  const { word } = taken
  const value = cardinalities.find((cardinality) => word.text === `:${cardinality}`)
  if (value === undefined) return { value: undefined, diagnostics: [noCardinality(file, word)] }
  const diagnostics = taken.rest.text === "" ? [] : [trailingText(file, taken.rest, "the cardinality")]
  return { value: { value, span: word.span }, diagnostics }
}

function noCardinality(file: SourceFile, word: Word): Diagnostic {
  const expected = "expected `:one`, `:optional`, `:many` or `:exec`"
  const near = didYouMean(
    word.text,
    cardinalities.map((cardinality) => `:${cardinality}`),
  )
  const without = word.text.startsWith(":")
    ? "leave it out to get the strictest that can be proved"
    : "a name is one word; other words go on a comment line of their own"
  const help = near === undefined ? without : `did you mean \`${near}\`?`
  return syntaxError(file, word.span, `\`${word.text}\` is not a cardinality`, expected, help)
}
