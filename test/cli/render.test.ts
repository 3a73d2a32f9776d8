import { describe, expect, test } from "vitest"
import type { Diagnostic, Label } from "../../src/diagnostics/diagnostic.ts"
import { renderJson } from "../../src/diagnostics/render-json.ts"
import { renderText } from "../../src/diagnostics/render-text.ts"
import type { SourceFile } from "../../src/source/source-file.ts"

/** A label on `from` up to the end of `to` (by default `from` itself). */
function label(file: SourceFile, text: string, from: string, to = from): Label {
  const start = file.text.indexOf(from)
  return { file, span: { start, end: file.text.indexOf(to, start) + to.length }, text }
}

function shown(primary: Label, secondary: readonly Label[] = [], help?: string): string {
  const text = renderText([diagnostic(primary, secondary, help ?? "mend it")], { color: false })
  return help === undefined ? text.replace(/^ *= help: mend it\n/m, "") : text
}

function diagnostic(primary: Label, secondary: readonly Label[], help: string): Diagnostic {
  const message = "no column `emial` in `users`"
  return { code: "unknown-column", severity: "error", message, primary, secondary, help, fix: undefined }
}

const schema = { path: "sql/schema.sql", text: "CREATE TABLE users (\n  id INTEGER,\n  email TEXT NOT NULL\n);\n" }

describe("a frame", () => {
  test("has carets, dashes in the other file, and help", () => {
    const users = { path: "sql/users.sql", text: `${"\n".repeat(11)}SELECT emial FROM users WHERE id = :id;\n` }
    const text = shown(
      label(users, "not a column of `users`", "emial"),
      [label(schema, "similar column declared here", "email")],
      "did you mean `email`?",
    )
    expect(text).toBe(`error[unknown-column]: no column \`emial\` in \`users\`
 --> sql/users.sql:12:8
   |
12 | SELECT emial FROM users WHERE id = :id;
   |        ^^^^^ not a column of \`users\`
   |
  ::: sql/schema.sql:3:3
   |
 3 |   email TEXT NOT NULL
   |   ----- similar column declared here
   = help: did you mean \`email\`?
`)
  })

  test("aligns carets after tabs, wide characters, combining marks and joined emoji", () => {
    const file = { path: "a.sql", text: "\tSELECT '👨‍👩‍👧日e\u0301', oops;\n" }
    expect(shown(label(file, "here", "oops"))).toContain(
      `
1 |     SELECT '👨‍👩‍👧日e\u0301', oops;
  |                     ^^^^ here
`,
    )
  })

  test("marks the first and the last line of a span over several, in a file with CRLF", () => {
    const file = { path: "a.sql", text: "SELECT a\r\nFROM b\r\nWHERE c\r\n  AND d;\r\n" }
    expect(shown(label(file, "all of this", "a", "d"))).toBe(`error[unknown-column]: no column \`emial\` in \`users\`
--> a.sql:1:8
  |
1 | SELECT a
  |        ^
...
4 |   AND d;
  |   ^^^^^ all of this
`)
  })

  test("puts several labels of one line below each other and shows a single line between two", () => {
    const file = { path: "a.sql", text: "SELECT a AS x, b AS x\nFROM t\nWHERE x;\n" }
    const text = shown(label(file, "again", "x\n", "x"), [label(file, "first", "x"), label(file, "read", "x;", "x")])
    expect(text).toBe(`error[unknown-column]: no column \`emial\` in \`users\`
--> a.sql:1:21
  |
1 | SELECT a AS x, b AS x
  |                     ^ again
  |             - first
2 | FROM t
3 | WHERE x;
  |       - read
`)
  })

  test("has one caret for an empty span at the end of the file", () => {
    const file = { path: "a.sql", text: "SELECT" }
    expect(shown({ file, span: { start: 6, end: 6 }, text: "a column" })).toContain(
      "\n1 | SELECT\n  |       ^ a column\n",
    )
  })

  test("shows only the surroundings of the place in a very long line", () => {
    const file = { path: "a.sql", text: `${"x".repeat(1000)} oops ${"y".repeat(1000)}` }
    const lines = shown(label(file, "here", "oops")).split("\n")
    const [source = "", marks = ""] = lines.slice(3)
    expect(source.length).toBeLessThan(180)
    expect(source.slice(marks.indexOf("^"), marks.lastIndexOf("^") + 1)).toBe("oops")
  })

  test("shows control characters instead of sending them to the terminal", () => {
    const file = { path: "a.sql", text: "SELECT '\u001b[31m', oops;" }
    expect(shown(label(file, "", "oops"))).toContain("1 | SELECT '␛[31m', oops;\n  |                 ^^^^\n")
  })

  test("has no excerpt for a folder", () => {
    const folder = { path: "sql/queries/", text: "" }
    expect(shown({ file: folder, span: { start: 0, end: 0 }, text: "read from here" })).toBe(
      "error[unknown-column]: no column `emial` in `users`\n--> sql/queries/\n  = note: read from here\n",
    )
  })

  test("is coloured only when asked", () => {
    const at = label(schema, "here", "email")
    const plain = renderText([diagnostic(at, [], "help")], { color: false })
    const colored = renderText([diagnostic(at, [], "help")], { color: true })
    expect(plain).not.toContain("\u001b")
    expect(colored).toContain("\u001b[1;31merror[unknown-column]\u001b[0m")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
    expect(colored.replace(/\u001b\[[0-9;]*m/g, "")).toBe(plain)
  })
})

test("JSON has 1-based positions, offsets, and null where there is nothing", () => {
  const json: unknown = JSON.parse(renderJson([diagnostic(label(schema, "here", "email"), [], "mend it")]))
  expect(json).toEqual([
    {
      code: "unknown-column",
      severity: "error",
      message: "no column `emial` in `users`",
      primary: {
        file: "sql/schema.sql",
        line: 3,
        column: 3,
        endLine: 3,
        endColumn: 8,
        start: 37,
        end: 42,
        text: "here",
      },
      secondary: [],
      help: "mend it",
      fix: null,
    },
  ])
  expect(renderJson([])).toBe("[]\n")
})
