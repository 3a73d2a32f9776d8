import { type Doc, fitsLine, group, hardline, indent, join, line, softline } from "./writer.ts"

/** How deep the body of a method of a statement is. */
const bodyDepth = 2

/** `a || b`, in parentheses; a single test stands alone. Each is one test or several with `&&` in parentheses. */
export function oneOf(tests: readonly Doc[]): Doc {
  if (tests.length === 1) return tests
  return group("(", indent(softline, join([" ||", line], tests)), softline, ")")
}

/** `(a && b)` */
export function allOf(tests: readonly Doc[]): Doc {
  return group("(", indent(softline, join([" &&", line], tests)), softline, ")")
}

/** `return tests ? answer : undefined`, as an `if` where that is too long for a line. */
export function guarded(tests: readonly Doc[], answer: Doc): Doc {
  const short = ["return ", join(" && ", tests), " ? ", answer, " : undefined"]
  if (fitsLine(short, bodyDepth)) return short
  return [
    group("if (", indent(softline, join([" &&", line], tests)), softline, ") {"),
    indent(hardline, "return ", answer),
    hardline,
    "}",
    hardline,
    "return undefined",
  ]
}

/** `name(head) { ... },` with each statement of the body on its own line. */
export function method(head: Doc, body: readonly Doc[]): Doc {
  return [head, " {", indent(hardline, join(hardline, body)), hardline, "},"]
}
