import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import { didYouMean, listOf } from "../diagnostics/suggest.ts"
import type { SourceFile, Span } from "../source/source-file.ts"
import type { Word } from "./annotation.ts"
import { annotationNames, annotations, isAnnotation, laterAnnotations } from "./annotation-table.ts"
import { type Comment, type Reading, readComment } from "./comment.ts"
import { report } from "./report.ts"

/** The file a comment stands in. */
export type FileKind = "query" | "schema"

/**
 * What to say about a comment that stands where no annotation is read: nothing for free text, otherwise that the
 * annotation is unknown, of a later version, in the wrong kind of comment, or in the wrong place. `here` says where it is.
 */
export function strayComment(file: SourceFile, kind: FileKind, comment: Comment, here: string): readonly Diagnostic[] {
  const reading = readComment(comment)
  if (reading.kind === "text") return []
  if (reading.kind === "unknown") return [unknownAnnotation(file, kind, reading.word)]
  if (reading.kind === "annotation") {
    const later = laterAnnotations.get(reading.name)
    if (later !== undefined) return [unsupportedAnnotation(file, reading.word, later)]
    if (!isAnnotation(reading.name)) return [unknownAnnotation(file, kind, reading.word)]
  }
  return [comment.block ? blockAnnotation(file, comment, reading.word) : misplaced(file, kind, reading, here)]
}

/** Spellings that are not near in letters. */
const otherSpellings: ReadonlyMap<string, string> = new Map([
  ["@name", "-- name:"],
  ["@ignore", "sqlgen-ignore"],
  ["@sqlgen-ignore", "sqlgen-ignore"],
])

function unknownAnnotation(file: SourceFile, kind: FileKind, word: Word): Diagnostic {
  const names = [...annotationNames(kind), "sqlgen-ignore"]
  const meant = didYouMean(word.text, [...names, ...otherSpellings.keys()])
  const near = otherSpellings.get(word.text) ?? otherSpellings.get(meant ?? "") ?? meant
  const help = near === undefined ? `write one of ${listOf(names)}, or remove it` : `did you mean \`${near}\`?`
  return report(
    file,
    "unknown-annotation",
    word.span,
    `no annotation is called \`${word.text}\``,
    "not an annotation",
    {
      help,
    },
  )
}

function unsupportedAnnotation(file: SourceFile, word: Word, later: string): Diagnostic {
  const message = `this version of sqlgen does not ${later} yet`
  return report(file, "unsupported-annotation", word.span, message, `\`${word.text}\` belongs to a later version`, {
    help: "leave it out, or write in plain SQL what it stands for",
  })
}

function blockAnnotation(file: SourceFile, comment: Comment, word: Word): Diagnostic {
  const message = `\`${word.text}\` is not read in a block comment`
  return report(file, "annotation-syntax", comment.span, message, "annotations stand in `--` comments", {
    help: `write \`-- ${comment.content.text.split("\n", 1)[0]?.trim()}\` on a line of its own`,
  })
}

function misplaced(
  file: SourceFile,
  kind: FileKind,
  reading: Exclude<Reading, { readonly kind: "text" | "unknown" }>,
  here: string,
): Diagnostic {
  const message = `\`${reading.word.text}\` does not belong ${here}`
  return misplacedAnnotation(file, reading.word.span, message, placeOf(reading, kind))
}

/** An annotation that stands in the wrong place; `place` says where it belongs. */
export function misplacedAnnotation(file: SourceFile, span: Span, message: string, place: string): Diagnostic {
  return report(file, "misplaced-annotation", span, message, "not read here", { help: `it belongs ${place}` })
}

function placeOf(reading: Exclude<Reading, { readonly kind: "text" | "unknown" }>, kind: FileKind): string {
  if (reading.kind === "name") return "on a line of its own above a statement, in a query file"
  if (reading.kind === "ignore") return "in the header of a statement, or at the end of the line it speaks of"
  if (!isAnnotation(reading.name)) return "to a later version"
  const places = annotations[reading.name]
  return places[kind] ?? places.query ?? places.schema ?? "nowhere in this version"
}
