import type { Reason } from "../analyze/value-type.ts"
import { byPosition, type Diagnostic, type Label } from "../diagnostics/diagnostic.ts"
import type { Span } from "../source/source-file.ts"
import { type Blame, blameOf } from "../verify/blame.ts"
import type { Violation } from "../verify/verify.ts"
import { bugHelp } from "./bug-help.ts"
import type { CompiledFile } from "./compile-file.ts"
import { report } from "./report.ts"
import type { Rules } from "./rules-config.ts"
import { heardOf } from "./silence.ts"
import { typeWord } from "./type-word.ts"

/** A violation that is to be told. */
export interface HeardViolation {
  readonly violation: Violation
  readonly diagnostic: Diagnostic
}

/** Violations as diagnostics in the one order, without those that the author has silenced. */
export function heardViolations(
  violations: readonly Violation[],
  files: readonly CompiledFile[],
  rules: Rules,
): readonly HeardViolation[] {
  return violations
    .flatMap((violation): readonly HeardViolation[] => {
      const { file, span } = violation.subject.source
      const statements = files.find((each) => each.file.path === file.path)?.statements ?? []
      const own = statements.find(({ statement }) => statement.span.start === span.start)?.statement
      const diagnostic = heardOf(findingOf(violation), own, rules)
      return diagnostic === undefined ? [] : [{ violation, diagnostic }]
    })
    .toSorted((a, b) => byPosition(a.diagnostic, b.diagnostic))
}

/** What verification found as a diagnostic: at the column or the query, with the places that the printed type rests on. */
function findingOf(violation: Violation): Diagnostic {
  const blame = blameOf(violation)
  const { code, message, help } = wordsOf(violation, blame)
  const cause =
    blame.kind === "word" ? blame.word : blame.kind === "contract" ? blame.contract.type.why.type : undefined
  const reasons = [...(cause === undefined ? [] : [cause]), ...flattened(violation.reason)]
  const primary = primaryOf(violation, cause)
  const labels = reasons.map(({ file, span, text }): Label => ({ file, span: firstLine({ file, span }), text }))
  const secondary = distinct(labels).filter((label) => label.file.text !== "" && !isAt(label, primary))
  return report(code, primary.file, primary.span, {
    message,
    label: primary.text,
    help,
    secondary: secondary.slice(0, 4),
  })
}

interface Words {
  readonly code: "internal-error" | "broken-word" | "broken-contract"
  readonly message: string
  readonly help: string
}

function wordsOf({ subject, says, broken }: Violation, blame: Blame): Words {
  const what = `${subject.name}: ${says}`
  switch (blame.kind) {
    case "ours":
      return {
        code: "internal-error",
        message: `${what}, against what was proved`,
        help: `${bugHelp}; the SQL below shows it`,
      }
    case "word":
      return {
        code: "broken-word",
        message: `${what}, against your word`,
        help: helpFor(blame.word),
      }
    case "contract": {
      const { table, column } = blame.contract
      const isDeclared = blame.contract.type.why.type.file.text !== ""
      const cause = broken.find((each) => each.table === table && each.column === column)
      return {
        code: "broken-contract",
        message: cause === undefined ? what : `${what}, because \`${table}.${column}\` is ${cause.says}`,
        help: isDeclared
          ? `make \`${table}\` a STRICT table, or let a CHECK refuse such values`
          : "a column of full text search holds text: convert what is stored with CAST(... AS TEXT)",
      }
    }
  }
}

function helpFor(word: Reason): string {
  if (word.text.includes("is written")) return "write `:optional`, or make sure that the row is always there"
  if (word.text.startsWith("the alias")) return "take the mark away, or change the SQL or the schema so that it holds"
  return "correct the annotation, or let the schema refuse such values"
}

function primaryOf({ subject, column, reason, says }: Violation, cause: Reason | undefined): Label {
  const { file, span } = subject.source
  if (column === undefined) {
    const place = reason.file === file ? reason : { file, span }
    return { file, span: firstLine(place), text: says }
  }
  const { type } = column
  const printed = `${typeWord(type)}, ${type.nullable ? "may be NULL" : "never NULL"}`
  const isHere = cause?.file === file && cause.span.start === column.span.start
  return {
    file,
    span: firstLine({ file, span: column.span }),
    text: `printed as ${printed}${isHere ? `: ${cause.text}` : ""}`,
  }
}

function flattened(reason: Reason): readonly Reason[] {
  return [reason, ...reason.because.flatMap(flattened)]
}

function distinct(labels: readonly Label[]): readonly Label[] {
  return [...new Map(labels.map((label) => [`${label.file.path} ${label.span.start}`, label])).values()]
}

function isAt(label: Label, { file, span }: Label): boolean {
  return label.file === file && label.span.start === span.start
}

/** A statement of many lines is shown by its first. */
function firstLine({ file, span }: Pick<Label, "file" | "span">): Span {
  const end = file.text.slice(span.start, span.end).search(/\r?\n/)
  return end < 0 ? span : { start: span.start, end: span.start + end }
}
