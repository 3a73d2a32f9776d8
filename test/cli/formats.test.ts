import fc from "fast-check"
import { beforeAll, describe, expect, test } from "vitest"
import { type DiagnosticCode, entryOf } from "../../src/diagnostics/codes.ts"
import type { Diagnostic, Label } from "../../src/diagnostics/diagnostic.ts"
import { renderCompact } from "../../src/diagnostics/render-compact.ts"
import { renderGithub } from "../../src/diagnostics/render-github.ts"
import { toJson } from "../../src/diagnostics/render-json.ts"
import { renderSarif } from "../../src/diagnostics/render-sarif.ts"
import { diagnosticPage } from "../../src/project/own-files.ts"
import type { SourceFile } from "../../src/source/source-file.ts"
import { compileCase, goldenNames, readCase } from "../golden/case.ts"
import { textOf } from "../tidy/repository.ts"
import { sarifErrors } from "./sarif-schema.ts"

interface Region {
  readonly startLine: number
  readonly startColumn: number
  readonly endLine: number
  readonly endColumn: number
}
interface Location {
  readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: Region }
  readonly logicalLocations?: readonly { readonly fullyQualifiedName: string }[]
}
interface Log {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string; readonly help: object }[] } }
      readonly results: readonly {
        readonly ruleId: string
        readonly ruleIndex: number
        readonly level: string
        readonly message: { readonly text: string }
        readonly locations: readonly [Location]
        readonly relatedLocations?: readonly Location[]
        readonly fixes?: readonly object[]
        readonly partialFingerprints: Readonly<Record<string, string>>
      }[]
    },
  ]
}

const schema = { path: "sql/schema.sql", text: "CREATE TABLE users (\n  id INTEGER,\n  email TEXT NOT NULL\n);\n" }
const users = { path: "sql/users.sql", text: "-- name: find\nSELECT '😀', emial\nFROM users;\n" }

/** A label on the first `from`, up to the end of the first `to` after it. */
function label(file: SourceFile, text: string, from: string, to = from): Label {
  const start = file.text.indexOf(from)
  return { file, span: { start, end: file.text.indexOf(to, start) + to.length }, text }
}

function diagnostic(primary: Label, more: Partial<Diagnostic> = {}): Diagnostic {
  const message = "no column `emial` in `users`"
  const basis = { code: "unknown-column", severity: "error", message, secondary: [], help: "mend it" } as const
  return { ...basis, primary, fix: undefined, ...more }
}

const emial = diagnostic(label(users, "no such column", "emial"), {
  secondary: [label(schema, "similar column declared here", "email")],
  help: "did you mean `email`?",
  fix: { file: users, span: label(users, "", "emial").span, text: "email" },
})

function sarif(diagnostics: readonly Diagnostic[], folder = ""): Log {
  return JSON.parse(renderSarif(diagnostics, { folder, version: "1.2.3", page: diagnosticPage }))
}

/** What is said of each golden case of which something is said. */
const goldenDiagnostics: (readonly Diagnostic[])[] = []
beforeAll(async () => {
  for (const name of goldenNames.filter((one) => textOf(`test/golden/${one}/expected.diagnostics.txt`) !== "")) {
    goldenDiagnostics.push((await compileCase(readCase(name))).diagnostics)
  }
})

describe("compact", () => {
  test("is one line: place, severity, code, message, and the help behind it", () => {
    expect(renderCompact([emial])).toBe(
      "sql/users.sql:2:13: error unknown-column: no column `emial` in `users` (help: did you mean `email`?)\n",
    )
    expect(renderCompact([])).toBe("")
  })

  test("stays one line when message or help have several, and shows control characters", () => {
    const odd = {
      message: 'near "\r\n\u001b[31m": syntax error',
      help: "write\n  a\n  b\n",
      severity: "warning",
    } as const
    expect(renderCompact([diagnostic(label(users, "", "emial"), odd)])).toBe(
      'sql/users.sql:2:13: warning unknown-column: near "\\n␛[31m": syntax error (help: write a b)\n',
    )
  })
})

describe("github", () => {
  test("is one workflow command, its ends inclusive, with second places and help as further lines", () => {
    expect(renderGithub([emial], { folder: "" })).toBe(
      "::error file=sql/users.sql,line=2,endLine=2,col=13,endColumn=17,title=unknown-column::" +
        "no column `emial` in `users`%0Asql/schema.sql:3:3: similar column declared here%0Ahelp: did you mean `email`?\n",
    )
    expect(renderGithub([], { folder: "" })).toBe("")
  })

  test("has no columns for a place over several lines: the runner would not take them", () => {
    expect(renderGithub([diagnostic(label(users, "", "SELECT", "FROM"))], { folder: "" })).toMatch(
      /^::error file=sql\/users\.sql,line=2,endLine=3,title=unknown-column::/,
    )
  })

  test("has a place of one character for an empty one, and none in a folder", () => {
    const at = { file: users, span: { start: 0, end: 0 }, text: "" }
    expect(renderGithub([diagnostic(at)], { folder: "" })).toContain(",line=1,endLine=1,col=1,endColumn=1,")
    const folder = { file: { path: "sql/queries/", text: "" }, span: { start: 0, end: 0 }, text: "" }
    expect(renderGithub([diagnostic(folder, { message: "not there" })], { folder: "api/" })).toBe(
      "::error title=unknown-column::api/sql/queries/: not there%0Ahelp: mend it\n",
    )
  })

  test("counts paths from the repository", () => {
    const outside = { ...users, path: "../../db/users.sql" }
    const found = [emial, diagnostic(label(outside, "", "emial"))]
    expect(renderGithub(found, { folder: "packages/api/" })).toMatch(
      /^::error file=db\/users\.sql,.*\n::error file=packages\/api\/sql\/users\.sql,.*%0Apackages\/api\/sql\/schema\.sql:3:3: /,
    )
  })

  test("says whatever path and message: the runner reads back what was meant", () => {
    const word = fc.string({ unit: fc.constantFrom("%", ":", ",", "=", "\n", "\r", "a", "::", "%0A", "%25", "é", " ") })
    fc.assert(
      fc.property(word, word, (path, help) => {
        const file = { path: `a/${path}.sql`, text: "SELECT 1" }
        const text = renderGithub([diagnostic({ file, span: { start: 0, end: 6 }, text: "" }, { help: `.${help}.` })], {
          folder: "",
        })
        expect(text.indexOf("\n")).toBe(text.length - 1)
        const { properties, data } = readCommand(text.slice(0, -1))
        expect(properties).toMatchObject({ file: file.path, line: "1", endColumn: "6", title: "unknown-column" })
        expect(data.split("\n").length).toBe(2)
        expect(data.split("\n")[1]).toMatch(/^help: \./)
      }),
    )
  })
})

/** As the runner reads a line: properties up to the second `::`, then the data. */
function readCommand(line: string) {
  const [, written = "", data = ""] = /^::error (.*?)::(.*)$/s.exec(line) ?? []
  const properties = written.split(",").map((pair) => {
    const [name = "", ...value] = pair.split("=")
    return [name, unescaped(value.join("=")).replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%25", "%")]
  })
  return { properties: Object.fromEntries(properties), data: unescaped(data).replaceAll("%25", "%") }
}

function unescaped(text: string): string {
  return text.replaceAll("%0D", "\r").replaceAll("%0A", "\n")
}

describe("sarif", () => {
  test("is what its schema asks for, for every message of the golden cases", async () => {
    const all = goldenDiagnostics
    const places = { file: { path: "sql/queries/", text: "" }, span: { start: 0, end: 0 }, text: "" }
    const wrong = [...all, [], [diagnostic(places)]].flatMap((diagnostics) => sarifErrors(sarif(diagnostics)))
    expect(wrong).toEqual([])
    expect(all.length).toBeGreaterThan(50)
  })

  test("the schema that it is held against refuses other things", () => {
    const log = sarif([emial])
    const [run] = log.runs
    const [result] = run.results
    expect(sarifErrors(log)).toEqual([])
    for (const broken of [
      { ...result, level: "fatal" },
      { ...result, message: "text" },
      { ...result, ruleIndex: "0" },
      { ...result, help: "me" },
      { ...result, locations: [{ physicalLocation: { region: { startLine: 0 } } }] },
    ]) {
      expect(sarifErrors({ ...log, runs: [{ ...run, results: [broken] }] })).not.toEqual([])
    }
  })

  test("has the place, the second place, the query and the fix", () => {
    const [result] = sarif([emial]).runs[0].results
    expect(result).toMatchObject({
      ruleId: "unknown-column",
      ruleIndex: 0,
      level: "error",
      message: { text: "no column `emial` in `users` (help: did you mean `email`?)" },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "sql/users.sql", uriBaseId: "%SRCROOT%" },
            region: { startLine: 2, startColumn: 13, endLine: 2, endColumn: 18 },
          },
          message: { text: "no such column" },
          logicalLocations: [{ fullyQualifiedName: "find" }],
        },
      ],
      relatedLocations: [
        {
          physicalLocation: { artifactLocation: { uri: "sql/schema.sql" }, region: { startLine: 3, startColumn: 3 } },
          message: { text: "similar column declared here" },
        },
      ],
      fixes: [
        {
          artifactChanges: [
            {
              artifactLocation: { uri: "sql/users.sql" },
              replacements: [
                {
                  deletedRegion: { startLine: 2, startColumn: 13, endLine: 2, endColumn: 18 },
                  insertedContent: { text: "email" },
                },
              ],
            },
          ],
        },
      ],
    })
  })

  test("agrees with json on every place of the golden cases, and its rules have their pages", async () => {
    for (const diagnostics of goldenDiagnostics) {
      const [run] = sarif(diagnostics).runs
      const places = run.results.map(({ ruleId, level, locations: [{ physicalLocation: at }] }) => {
        const { startLine, startColumn, endLine, endColumn } = at.region
        return `${ruleId} ${level} ${decodeURIComponent(at.artifactLocation.uri)} ${startLine}:${startColumn}-${endLine}:${endColumn}`
      })
      const expected = diagnostics.map(toJson).map(({ code, severity, primary: at }) => {
        return `${code} ${severity} ${at.file} ${at.line}:${at.column}-${at.endLine}:${at.endColumn}`
      })
      expect(places.toSorted()).toEqual(expected.toSorted())
      for (const { ruleIndex, ruleId } of run.results) expect(run.tool.driver.rules[ruleIndex]?.id).toBe(ruleId)
      for (const rule of run.tool.driver.rules) {
        expect(rule.help).toMatchObject({ markdown: expect.stringMatching(`^# \`${rule.id}\`\n`) })
      }
    }
  })

  test("a path of any letters is a URI that means this path", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (name) => {
        fc.pre(!/[\\/]/.test(name) && name !== "." && name !== "..")
        const file = { ...users, path: `sql/${name}` }
        const uri = sarif([diagnostic(label(file, "", "emial"))]).runs[0].results[0]?.locations[0].physicalLocation
        expect(uri?.artifactLocation.uri.split("/").map(decodeURIComponent).join("/")).toBe(
          file.path.replace(/\p{Surrogate}/gu, "\ufffd"),
        )
        expect(new URL(uri?.artifactLocation.uri ?? "", "file:///p/").pathname.startsWith("/p/sql/")).toBe(true)
      }),
    )
  })
})

describe("fingerprints", () => {
  const marks = (text: string, words: readonly string[]): readonly string[] => {
    const file = { path: "sql/users.sql", text }
    const found = words.map((word) => diagnostic(label(file, "", word)))
    return sarif(found).runs[0].results.map((result) => result.partialFingerprints["sqlgen/v1"] ?? "")
  }
  const first = "-- name: find\nSELECT emial,\n  nmae\nFROM users;\n"
  const second = "-- name: list\nSELECT emial FROM users;\n"

  test("stay when lines and queries above come and go", () => {
    const before = marks(`${first}`, ["emial", "nmae"])
    expect(marks(`-- a note\n\n-- name: one\nSELECT 1;\n\n${first}`, ["emial", "nmae"])).toEqual(before)
    expect(marks(`${first}`.replaceAll("\n", "\r\n"), ["emial", "nmae"])).toEqual(before)
    expect(before).toEqual(["sql/users.sql|find|unknown-column|emial|1", "sql/users.sql|find|unknown-column|nmae|1"])
  })

  test("tell queries apart, and the same words twice in one", () => {
    const file = { path: "sql/users.sql", text: `${first}${second}` }
    const place = (start: number): Diagnostic => diagnostic({ file, span: { start, end: start + 5 }, text: "" })
    const at = file.text.indexOf("emial")
    const found = [place(at), place(file.text.lastIndexOf("emial")), place(at)]
    const all = sarif(found).runs[0].results.map((result) => result.partialFingerprints["sqlgen/v1"])
    expect(all).toEqual([
      "sql/users.sql|find|unknown-column|emial|1",
      "sql/users.sql|find|unknown-column|emial|2",
      "sql/users.sql|list|unknown-column|emial|1",
    ])
  })

  test("hold neither line numbers nor long texts", () => {
    const long = `SELECT ${"x, ".repeat(50)}y`
    expect(marks(`-- name: find\n${long};`, [long])).toEqual(["sql/users.sql|find|unknown-column||1"])
  })

  test("are unique in every golden case", async () => {
    for (const diagnostics of goldenDiagnostics) {
      const all = sarif(diagnostics).runs[0].results.map((result) => result.partialFingerprints["sqlgen/v1"])
      expect(new Set(all).size).toBe(all.length)
    }
  })
})

test("compact, github and sarif do not depend on the order in which messages were found", async () => {
  const all = goldenDiagnostics.flatMap((diagnostics, index) => diagnostics.map((one) => under(`${index}/`, one)))
  const render = (diagnostics: readonly Diagnostic[]): readonly string[] => [
    renderCompact(diagnostics),
    renderGithub(diagnostics, { folder: "" }),
    renderSarif(diagnostics, { folder: "", version: "1", page: (code: DiagnosticCode) => entryOf(code).meaning }),
  ]
  fc.assert(
    fc.property(fc.shuffledSubarray(all, { minLength: 2, maxLength: 30 }), (some) => {
      expect(render(some)).toEqual(render(all.filter((one) => some.includes(one))))
    }),
    { numRuns: 30 },
  )
})

/** The golden cases all have a `query.sql`; in a project their paths would differ. */
function under(folder: string, diagnostic: Diagnostic): Diagnostic {
  const { primary } = diagnostic
  return { ...diagnostic, primary: { ...primary, file: { ...primary.file, path: `${folder}${primary.file.path}` } } }
}
