import { execFile } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { run } from "../../src/cli/args.ts"
import { renderCompact } from "../../src/diagnostics/render-compact.ts"
import { type JsonDiagnostic, toJson } from "../../src/diagnostics/render-json.ts"
import { compileCase, goldenNames, readCase } from "../golden/case.ts"
import { sqlgen } from "./in-process.ts"
import { sarifErrors } from "./sarif-schema.ts"

/* The promises of docs/editor.md, on projects with mistakes in them. */

const root = join(import.meta.dirname, "../..")
const good = join(root, "test/bad-input/good-project")
let project = ""

/** What an editor shows for a line. */
interface Problem {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly severity: string
  readonly code: string
  readonly message: string
}
interface Pattern extends Readonly<Record<keyof Problem, number>> {
  readonly regexp: string
}

/** The pattern of the task that docs/editor.md shows. */
function documentedPattern(): Pattern {
  const page = readFileSync(join(root, "docs/editor.md"), "utf8")
  const block = /^```json title="\.vscode\/tasks\.json"\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? ""
  return JSON.parse(block).tasks[0].problemMatcher.pattern
}

function problems(text: string): readonly Problem[] {
  const pattern = documentedPattern()
  return text.split(/\r?\n/).flatMap((line) => {
    const match = new RegExp(pattern.regexp).exec(line)
    if (match === null) return []
    const at = (name: keyof Problem): string => match[pattern[name]] ?? ""
    const [line_, column] = [Number(at("line")), Number(at("column"))]
    return [
      { file: at("file"), line: line_, column, severity: at("severity"), code: at("code"), message: at("message") },
    ]
  })
}

function places(found: readonly (Problem | JsonDiagnostic)[]): readonly string[] {
  const all = found.map((one) => {
    const at = "primary" in one ? one.primary : one
    return `${at.file}:${at.line}:${at.column} ${one.severity} ${one.code}`
  })
  return all.toSorted()
}

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "sqlgen-editor-"))
  cpSync(good, project, { recursive: true })
  mkdirSync(join(project, "sql/queries"), { recursive: true })
  const users = readFileSync(join(project, "sql/queries/users.sql"), "utf8")
  writeFileSync(join(project, "sql/queries/users.sql"), users.replace("SELECT id, email", "SELECT id, emial"))
  writeFileSync(
    join(project, "sql/queries/of 2026: 1, 2.sql"),
    "-- name: n\nSELECT max(:a, 1) AS n,\n  lenght(id) AS l\nFROM orders;\n",
  )
  writeFileSync(join(project, "sql/migrations/0002_view.sql"), "CREATE VIEW w AS SELECT nothing_there FROM users;\n")
})
afterEach(() => rmSync(project, { recursive: true }))

describe("the problem matcher", () => {
  test("reads every line of a project with errors and warnings, and nothing else", async () => {
    const compact = await sqlgen(project, ["--format", "compact"])
    const json: readonly JsonDiagnostic[] = JSON.parse((await sqlgen(project, ["--format", "json"])).err)
    expect(places(problems(compact.err))).toEqual(places(json))
    expect(places(json)).toEqual([
      "sql/migrations/0002_view.sql:1:13 warning broken-view",
      "sql/queries/of 2026: 1, 2.sql:3:3 error sqlite-error",
      "sql/queries/users.sql:3:12 error unknown-column",
    ])
    const rest = compact.err.split("\n").filter((line) => problems(line).length === 0)
    expect(rest).toEqual(["1 query in 1 of 3 files, 2 written, 0 unchanged; 2 errors, 1 warning", ""])
    expect(compact.exit).toBe(1)
  })

  test("reads every message of the golden cases", async () => {
    for (const name of goldenNames) {
      const { diagnostics } = await compileCase(readCase(name))
      const text = renderCompact(diagnostics)
      expect(places(problems(text))).toEqual(places(diagnostics.map(toJson)))
      expect(text.split("\n").length - 1).toBe(diagnostics.length)
    }
  })

  test.each(["C:\\work\\app\\sql\\users.sql", "\\\\server\\share\\sql\\a b.sql", "sql\\queries\\users.sql"])(
    "reads a Windows path: %s",
    async (path) => {
      const { diagnostics } = await compileCase(readCase("unknown-column-suggests-a-name"))
      const [first] = diagnostics
      if (first === undefined) throw new Error("the case has a message")
      const moved = { ...first, primary: { ...first.primary, file: { ...first.primary.file, path } } }
      const ends = renderCompact([moved]).replace("\n", "\r\n")
      expect(problems(ends)).toEqual([
        {
          file: path,
          line: 2,
          column: 8,
          severity: "error",
          code: "unknown-column",
          message: "no column `emial` in `users` (help: did you mean `email`?)",
        },
      ])
    },
  )

  test("reads nothing of the pretty format, of a summary, or of a usage error", async () => {
    for (const args of [[], ["check"], ["chekc"], ["--format", "xml"]]) {
      expect(problems((await sqlgen(project, args)).err)).toEqual([])
    }
  })
})

describe.each(["generate", "check"])("%s", (command) => {
  test("with sarif writes one log and nothing beside it to standard error", async () => {
    const { exit, err } = await sqlgen(project, [command, "--format", "sarif"])
    const log = JSON.parse(err)
    expect(sarifErrors(log)).toEqual([])
    expect(log.runs[0].results.map((result: { ruleId: string }) => result.ruleId)).toEqual([
      "broken-view",
      "sqlite-error",
      "unknown-column",
    ])
    expect(exit).toBe(1)
  })

  test("with github writes one command per message, and the summary as plain text", async () => {
    const { exit, err } = await sqlgen(project, [command, "--format", "github"])
    const lines = err.trimEnd().split("\n")
    expect(lines.map((line) => /^::\w+/.exec(line)?.[0])).toEqual(["::warning", "::error", "::error", undefined])
    expect(lines[1]).toContain(
      "file=sql/queries/of 2026%3A 1%2C 2.sql,line=3,endLine=3,col=3,endColumn=8,title=sqlite-error::",
    )
    expect(exit).toBe(1)
  })
})

test.each([
  ["github", "::error file=packages/api/sql/queries/users.sql,"],
  ["sarif", '"uri": "packages/api/sql/queries/users.sql"'],
])("%s counts paths from the checkout", async (format, expected) => {
  const checkout = mkdtempSync(join(tmpdir(), "sqlgen-checkout-"))
  try {
    cpSync(project, join(checkout, "packages/api"), { recursive: true })
    const inCheckout = async (workspace: string | undefined): Promise<string> => {
      let err = ""
      const write = (text: string): void => {
        err += text
      }
      const input = (async function* () {})()
      const args = ["--cwd", "packages/api", "--format", format]
      const interruption = (): AbortSignal => new AbortController().signal
      const still = { input, color: false, live: false, npmWatch: false, interruption }
      await run(args, { out: write, err: write, cwd: checkout, workspace, ...still })
      return err
    }
    expect(await inCheckout(checkout)).toContain(expected)
    const plain = expected.replace("packages/api/", "")
    expect(await inCheckout(undefined)).toContain(plain)
    expect(await inCheckout(join(checkout, "packages/api"))).toContain(plain)
    expect(await inCheckout(join(checkout, "packages/other"))).toContain(plain)
  } finally {
    rmSync(checkout, { recursive: true })
  }
})

test("in GitHub Actions the default stays pretty, and `--format github` takes the checkout from there", async () => {
  const env = { ...process.env, GITHUB_ACTIONS: "true", GITHUB_WORKSPACE: join(project, "..") }
  const binary = join(root, "src/cli/main.ts")
  const ran = async (...args: readonly string[]): Promise<unknown> =>
    promisify(execFile)(process.execPath, ["--import", "tsx", binary, "--cwd", project, ...args], {
      env,
      cwd: root,
    }).catch((error: unknown) => error)
  expect(await ran()).toMatchObject({ code: 1, stderr: expect.stringMatching(/^error\[unknown-column\]|^warning\[/) })
  expect(await ran("--format", "github")).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^::error file=sqlgen-editor-[^/]+\/sql\/queries\/users\.sql,/m),
  })
})

test("help and docs name every format", async () => {
  const { out } = await sqlgen(project, ["check", "--help"])
  const page = readFileSync(join(root, "docs/editor.md"), "utf8")
  for (const format of ["pretty", "compact", "json", "github", "sarif"]) {
    expect(out).toContain(`"${format}"`)
    expect(page).toContain(`| \`${format}\` |`)
  }
})
