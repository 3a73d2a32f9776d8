import { describe, expect, test } from "vitest"
import { filesUnder, textOf } from "./repository.ts"

/*
 * Every diagnostic that a test case prints, read as its reader reads it: what is wrong, where, why, and what to do now.
 */

interface Printed {
  readonly case: string
  readonly code: string
  readonly message: string
  readonly place: string | undefined
  /** behind the carets, or the note of a place without an excerpt */
  readonly label: string
  readonly help: string
}

const paths = [
  ...filesUnder("test/golden", "expected.diagnostics.txt"),
  ...filesUnder("test/bad-input", "expected.txt"),
]
const all = paths.flatMap(printedIn)

function printedIn(path: string): readonly Printed[] {
  const name = path.split("/").slice(1, -1).join("/")
  return textOf(path)
    .split(/^(?=(?:error|warning)\[)/m)
    .filter((block) => /^(?:error|warning)\[/.test(block))
    .map((block) => printed(name, block))
}

function printed(name: string, block: string): Printed {
  const [, code = "", message = ""] = /^(?:error|warning)\[([a-z-]+)\]: (.*)/.exec(block) ?? []
  const label = /^ *\| +(?:\^+) ?(.*)/m.exec(lastOfCarets(block))?.[1] ?? /= note: (.*)/.exec(block)?.[1] ?? ""
  return {
    case: name,
    code,
    message,
    place: /^ *--> (\S.*)/m.exec(block)?.[1],
    label,
    help: /= help: ([\s\S]*?)(?:\n\n|\n$|$)/.exec(block)?.[1]?.trim() ?? "",
  }
}

/** A span of several lines has carets under each, and its label behind the last. */
function lastOfCarets(block: string): string {
  return block.split("\n").findLast((line) => /^ *\| +\^/.test(line)) ?? ""
}

/** The ones that a rule does not hold for, each with the words that break it. */
function breaking(holds: (printed: Printed) => boolean): readonly string[] {
  return all
    .filter((each) => !holds(each))
    .map((each) => `${each.case}: [${each.code}] ${each.message} | ${each.label} | ${each.help}`)
}

describe(`${all.length} printed diagnostics`, () => {
  test("are found", () => {
    expect(all.length).toBeGreaterThan(200)
    expect(new Set(all.map(({ case: name }) => name)).size).toBeGreaterThan(150)
  })

  test("say what is wrong: one sentence without a full stop", () => {
    expect(
      breaking(({ message }) => /^(?:[a-z`"0-9]|[A-Z][A-Za-z]+ )/.test(message) && !/[.!]$/.test(message)),
    ).toEqual([])
  })

  test("say where", () => {
    expect(breaking(({ place }) => place !== undefined)).toEqual([])
  })

  test("say why, in other words than the message", () => {
    expect(breaking(({ label, message }) => label.trim() !== "" && label !== message)).toEqual([])
  })

  test("say what to do now, in other words than the reason, without a full stop", () => {
    expect(breaking(({ help, label }) => help !== "" && help !== label && !/(?<!\.\.)[.!]$/.test(help))).toEqual([])
  })

  test("ask with a question mark", () => {
    expect(breaking(({ help }) => !help.includes("did you mean") || /did you mean .+\?(?: |$)/.test(help))).toEqual([])
  })

  test("close their backticks", () => {
    const isEven = (text: string): boolean => (text.match(/`/g) ?? []).length % 2 === 0
    expect(breaking(({ message, label, help }) => [message, label, help].every(isEven))).toEqual([])
  })

  test("neither beg nor blame, and let nothing of JavaScript through", () => {
    const words = /\b(?:please|sorry|oops|invalid|illegal|simply|just|obviously|undefined|NaN)\b|\[object/i
    expect(breaking(({ message, label, help }) => ![message, label, help].some((text) => words.test(text)))).toEqual([])
  })
})
