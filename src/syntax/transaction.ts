import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { SourceFile } from "../source/source-file.ts"
import type { Annotation, Expect, Word } from "./annotation.ts"
import { duplicateAnnotation } from "./annotation-errors.ts"
import type { GuardedSection } from "./guards.ts"
import type { QueryHeader, StepHeader, StepWords } from "./header.ts"
import { report } from "./report.ts"
import type { Placeholder, Statement, Step } from "./statement.ts"
import { readExpect } from "./step-annotation.ts"

/** A statement that stands under a name, with what stands around it. */
export interface Part {
  readonly section: GuardedSection
  readonly statement: Statement
  /** of a further statement; the first has the header of the query */
  readonly header: StepHeader | undefined
}

/** What stands under one `-- name:` line. */
export interface Group {
  readonly header: QueryHeader
  readonly annotation: Annotation
  readonly parts: readonly [Part, ...Part[]]
}

/**
 * One statement under one name stays what it is. Several, or one with `@step` or `@expect`, are a transaction: one
 * `Statement` with steps. A frame of BEGIN and COMMIT around them is dropped: it is for the shell.
 */
export function grouped(
  file: SourceFile,
  group: Group,
): { readonly value: readonly Statement[]; readonly diagnostics: readonly Diagnostic[] } {
  const { annotation, header } = group
  const [first] = group.parts
  const guards = group.parts.some(({ section }) => section.guards.length > 0)
  if (group.parts.length === 1 && !guards && header.step.line === undefined)
    return { value: [first.statement], diagnostics: [] }
  const diagnostics: Diagnostic[] = []
  const parts = withoutFrame(group)
  const steps = numbered(parts.map((part) => stepOf(file, group, part, diagnostics)))
  diagnostics.push(...wholeCardinality(file, annotation, parts), ...repeatedWords(file, group))
  const last = group.parts.at(-1) ?? first
  const statement: Statement = {
    file,
    span: { start: first.statement.span.start, end: last.statement.span.end },
    annotation: {
      ...annotation,
      params: group.parts.flatMap((part) => wordsOf(group, part).params),
      examples: group.parts.flatMap((part) => wordsOf(group, part).examples),
    },
    schemaAnnotations: [],
    ignores: group.parts.flatMap((part) => part.statement.ignores),
    placeholders: steps.flatMap((step) => step.statement.placeholders),
    ast: undefined,
    parseError: undefined,
    steps,
  }
  return { value: [statement], diagnostics }
}

type Words = StepHeader["words"]

function wordsOf(group: Group, part: Part): Words {
  return part.header?.words ?? group.annotation
}

function stepWords(group: Group, part: Part): StepWords {
  return part.header?.step ?? group.header.step
}

function stepOf(file: SourceFile, group: Group, part: Part, diagnostics: Diagnostic[]): Step {
  const { line, doc } = stepWords(group, part)
  const { name } = line ?? group.annotation
  const words = wordsOf(group, part)
  const cardinality = line?.cardinality
  const own = { ...words, name, cardinality, doc, retry: undefined, consistency: undefined }
  const expect = guardOf(file, part.section, diagnostics)
  return { statement: { ...part.statement, annotation: own }, named: line !== undefined, expect }
}

function guardOf(file: SourceFile, { guards }: GuardedSection, diagnostics: Diagnostic[]): Expect | undefined {
  const read = guards.map(({ comment, reading }) => readExpect(file, comment, reading.rest))
  diagnostics.push(...read.flatMap((each) => each.diagnostics))
  const [first, second] = guards
  if (first !== undefined && second !== undefined)
    diagnostics.push(duplicateAnnotation(file, "`@expect`", second.comment.span, first.comment.span))
  return read[0]?.value
}

/** `BEGIN; ... COMMIT;` What stands above BEGIN speaks of the first step. https://sqlite.org/lang_transaction.html */
function withoutFrame({ parts, header, annotation }: Group): readonly Part[] {
  const what = ({ statement: { ast } }: Part): string => (ast?.kind === "transaction" ? ast.what : "")
  const [first] = parts
  const last = parts.at(-1) ?? first
  const framed = parts.length > 2 && what(first) === "begin" && what(last) === "commit"
  if (!framed) return parts
  return parts.slice(1, -1).map((part, index) => {
    if (index > 0 || part.header === undefined) return part
    const { step, words } = part.header
    const columns = [...annotation.columns, ...words.columns]
    return {
      ...part,
      header: { ...part.header, step: step.line === undefined ? header.step : step, words: { ...words, columns } },
    }
  })
}

/** Equal placeholders are one parameter in all steps; each bare `?` is one of its own. */
function numbered(steps: readonly Step[]): readonly Step[] {
  const known = new Map<string, number>()
  let next = 1
  const number = (placeholder: Placeholder): Placeholder => {
    const { text } = placeholder
    const index = known.get(text) ?? next++
    if (text === "?") return { ...placeholder, index, name: String(index) }
    known.set(text, index)
    return { ...placeholder, index }
  }
  return steps.map((step) => ({
    ...step,
    statement: { ...step.statement, placeholders: step.statement.placeholders.map(number) },
  }))
}

/** The answer of a transaction is an object: `:one` may stand with a step, or a name is missing. */
function wholeCardinality(
  file: SourceFile,
  { cardinality, name }: Annotation,
  parts: readonly Part[],
): readonly Diagnostic[] {
  if (cardinality === undefined) return []
  const word = file.text.slice(cardinality.span.start, cardinality.span.end)
  const second = parts[1]?.statement.span
  const message = `\`${name.text}\` is a transaction, which \`${word}\` does not fit`
  return [
    report(file, "several-statements", cardinality.span, message, "of which statement?", {
      also: second === undefined ? undefined : { span: second, text: "the second statement under this name" },
      help: `put \`${word}\` behind the name of a step (\`-- @step found ${word}\`), or give the second statement its own \`-- name:\` line`,
    }),
  ]
}

/** `@param` and `@example` speak of the whole transaction, wherever they stand. */
function repeatedWords(file: SourceFile, group: Group): readonly Diagnostic[] {
  const all = group.parts.map((part) => wordsOf(group, part))
  const twice = (what: string, lists: readonly (readonly { readonly name: Word }[])[]): readonly Diagnostic[] => {
    const first = new Map<string, Word>()
    return lists.flatMap((list) => {
      const found = list.flatMap(({ name }): readonly Diagnostic[] => {
        const earlier = first.get(name.text)
        return earlier === undefined
          ? []
          : [duplicateAnnotation(file, `\`${what} ${name.text}\``, name.span, earlier.span)]
      })
      for (const { name } of list) if (!first.has(name.text)) first.set(name.text, name)
      return found
    })
  }
  return [
    ...twice(
      "@param",
      all.map(({ params }) => params),
    ),
    ...twice(
      "@example",
      all.map(({ examples }) => examples),
    ),
  ]
}
