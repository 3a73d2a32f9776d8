import { execFile } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { describe, expect, test } from "vitest"
import { run } from "../../src/cli/args.ts"
import { createEngine } from "../../src/engine/sqlite-wasm.ts"
import { targets } from "../../src/targets/index.ts"
import { sqlgen } from "./in-process.ts"

/* What a person and a machine see of `sqlgen verify`. What it finds is tested in test/sound. */

const root = join(import.meta.dirname, "verify-project")

/** Codes and queries of the findings, in order. */
function found(err: string): readonly string[] {
  return [...err.matchAll(/^(?:warning|error)\[([a-z-]+)\]: (\w+):/gm)].map(([, code, query]) => `${code} ${query}`)
}

function summary(err: string): string | undefined {
  return err.trimEnd().split("\n").at(-1)
}

describe("findings", () => {
  test("whose word was broken, exit code 1, what was ignored, and what never answered", async () => {
    const { exit, out, err } = await sqlgen(root, ["verify"])
    expect(exit).toBe(1)
    expect(found(err)).toEqual([
      "broken-word nicks",
      "broken-word userById",
      "broken-word patchSettings",
      "broken-contract halve",
    ])
    expect(err).toContain("never answered a row: nothing\n")
    expect(summary(err)).toMatch(
      /^8 queries, 100 rounds, seed 1: \d+ calls, \d+ rows; 8 of 9 columns have shown a value; 4 broken, 1 ignored$/,
    )
    expect(out.match(/^\.open :memory:$/gm)).toHaveLength(4)
  })

  test("docs/verify.md shows what it prints", async () => {
    const { out, err } = await sqlgen(root, ["verify"])
    const page = readFileSync(join(import.meta.dirname, "../../docs/verify.md"), "utf8")
    const [frame = ""] = err.split("\n\n")
    const [script = ""] = out.split("\n\n")
    expect(page).toContain(`\`\`\`text\n${frame}\n\n${script}\n\`\`\``)
    const uncounted = (text: string): string => text.replace(/\d+ calls, \d+ rows/, "so many")
    const last = err.trimEnd().split("\n").slice(-2).join("\n")
    expect(uncounted(page)).toContain(`\`\`\`text\n${uncounted(last)}\n\`\`\``)
  })

  test("standard output is SQL for the sqlite3 shell, run in the root of the project", async () => {
    const { out } = await sqlgen(root, ["verify", "halve"])
    const lines = out.trimEnd().split("\n")
    expect(lines.slice(0, 3)).toEqual([
      "-- halve: it stores real 0.5 in `visits.pages`",
      ".open :memory:",
      ".read sql/migrations/0001_start.sql",
    ])
    const engine = await createEngine(targets.sqlite)
    const schema = "CREATE TABLE users (id INTEGER PRIMARY KEY, nick TEXT, settings TEXT NOT NULL DEFAULT '{}') STRICT;"
    engine.execute(
      `${schema} CREATE TABLE visits (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, pages INT NOT NULL);`,
    )
    for (const sql of lines.slice(3, -1)) expect(engine.execute(sql)).toBeUndefined()
    expect(engine.query(lines.at(-1) ?? "", [])).toMatchObject({ rows: [[0.5, "real"]] })
    engine.close()
  })

  test("without the contract, more of it breaks", async () => {
    const { exit, err } = await sqlgen(root, ["verify", "--hostile", "pagesOf", "settingsOf"])
    expect(exit).toBe(1)
    expect(found(err)).toEqual(["broken-word settingsOf", "broken-contract pagesOf"])
    expect(err).toContain("because `visits.pages` is ")
    expect(err).toContain("rows were made without the contract")
    expect((await sqlgen(root, ["verify", "pagesOf", "settingsOf"])).exit).toBe(0)
  })

  test("a column of full text search is told how to be mended", async () => {
    const copy = mkdtempSync(join(tmpdir(), "sqlgen-verify-"))
    try {
      cpSync(root, copy, { recursive: true })
      writeFileSync(join(copy, "sql/migrations/0002_search.sql"), "CREATE VIRTUAL TABLE found USING fts5(body);\n")
      writeFileSync(
        join(copy, "sql/queries/search.sql"),
        "-- name: index\nINSERT INTO found (body) SELECT id FROM users;\n",
      )
      const { err } = await sqlgen(copy, ["verify", "index"])
      expect(found(err)).toEqual(["broken-contract index"])
      expect(err).toContain("it stores integer 1 in `found.body`")
      expect(err).toContain("= help: a column of full text search holds text")
    } finally {
      rmSync(copy, { recursive: true })
    }
  })

  test("one query, or several, and nothing to find", async () => {
    const { exit, out, err } = await sqlgen(root, ["verify", "pagesOf", "settingsOf", "--rounds", "30", "--seed", "7"])
    expect({ exit, out }).toEqual({ exit: 0, out: "" })
    expect(err).toMatch(
      /^2 queries, 30 rounds, seed 7: \d+ calls, \d+ rows; 3 of 3 columns have shown a value; nothing broke\n$/,
    )
  })

  test("the same seed finds the same, byte for byte", async () => {
    const [first, second] = [
      await sqlgen(root, ["verify", "--seed", "3"]),
      await sqlgen(root, ["verify", "--seed", "3"]),
    ]
    expect(second).toEqual(first)
  })

  test("a rule of the configuration silences one kind everywhere", async () => {
    const copy = mkdtempSync(join(tmpdir(), "sqlgen-verify-"))
    try {
      cpSync(root, copy, { recursive: true })
      writeFileSync(
        join(copy, "package.json"),
        `{ "sqlgen": { "rules": { "broken-word": "off", "broken-contract": "error" } } }`,
      )
      const { exit, err } = await sqlgen(copy, ["verify", "userById", "halve"])
      expect(exit).toBe(1)
      expect(found(err)).toEqual(["broken-contract halve"])
      expect(err).toContain("error[broken-contract]")
      expect((await sqlgen(copy, ["verify", "userById"])).exit).toBe(0)
    } finally {
      rmSync(copy, { recursive: true })
    }
  })

  test("what cannot be run is told: a project with neither esbuild nor TypeScript", async () => {
    const copy = mkdtempSync(join(tmpdir(), "sqlgen-verify-"))
    try {
      cpSync(root, copy, { recursive: true })
      const { exit, err } = await sqlgen(copy, ["verify", "settingsOf"])
      expect(exit).toBe(0)
      expect(err).toContain("neither esbuild nor TypeScript (before 7) is installed here")
    } finally {
      rmSync(copy, { recursive: true })
    }
  })
})

describe("for machines", () => {
  test("one JSON document on standard output, diagnostics on the other", async () => {
    const { exit, out, err } = await sqlgen(root, ["verify", "--format", "json", "--rounds", "40"])
    expect(exit).toBe(1)
    const document = JSON.parse(out)
    expect(document).toMatchObject({ seed: 1, rounds: 40, hostile: false, schema: ["sql/migrations/0001_start.sql"] })
    expect(document.violations[0]).toMatchObject({
      query: "nicks",
      file: "sql/queries/users.sql",
      line: 5,
      column: { name: "nick!", type: "TEXT", nullable: false },
      says: "`nick!` is NULL",
      blame: "word",
      reason: { text: "the alias ends in `!`", file: "sql/queries/users.sql", line: 5, author: true },
      parameters: {},
      sql: [
        "PRAGMA foreign_keys = ON;",
        `INSERT INTO "users" ("id", "settings") VALUES (1, '{}');`,
        `SELECT id, nick AS "nick!" FROM users;`,
      ],
    })
    expect(document.queries.find((query: { name: string }) => query.name === "nothing")).toMatchObject({ rows: 0 })
    expect(JSON.parse(err).map(({ code }: { code: string }) => code)).toEqual([
      "broken-word",
      "broken-word",
      "broken-word",
      "broken-contract",
    ])
  })

  test("annotations of a pull request", async () => {
    const { err } = await sqlgen(root, ["verify", "nicks", "--format", "github"])
    expect(err).toMatch(/^::warning file=sql\/queries\/users\.sql,line=5,/)
  })
})

describe("the command line", () => {
  test.each([
    [["verify", "nick"], "error: no query is called `nick`; did you mean `nicks`?\n"],
    [["verify", "--rounds", "0"], "error: `0` is no value of `--rounds`; it takes a whole number from 1\n"],
    [["verify", "--seed", "-1"], "error: `-1` is no value of `--seed`; it takes a whole number from 0\n"],
    [["verify", "--round", "1"], "error: unknown option `--round`; did you mean `--rounds`?\n"],
  ])("%j is refused", async (args, err) => {
    expect(await sqlgen(root, args)).toEqual({ exit: 2, out: "", err })
  })

  test("on a terminal it shows where it is, and Ctrl-C ends it with what was found until then", async () => {
    const interruption = new AbortController()
    let err = ""
    const exit = await run(["verify", "nicks", "--rounds", "1000000"], {
      out: () => undefined,
      err: (text) => {
        err += text
        if (text.includes("round 9 of")) interruption.abort()
      },
      input: (async function* () {})(),
      cwd: root,
      color: false,
      live: true,
      interruption: () => interruption.signal,
      npmWatch: false,
    })
    expect(exit).toBe(1)
    expect(err).toContain("\r\u001b[Kverify: round 9 of 1000000, 1 broken\r\u001b[K")
    expect(summary(err)).toMatch(/^1 query, 9 rounds, seed 1: .*; 1 broken$/)
  })

  test("examples that generated code would refuse are not used, and nothing is found in a project without queries", async () => {
    const copy = mkdtempSync(join(tmpdir(), "sqlgen-verify-"))
    try {
      cpSync(root, copy, { recursive: true })
      rmSync(join(copy, "sql/queries"), { recursive: true })
      mkdirSync(join(copy, "sql/queries"))
      expect(await sqlgen(copy, ["verify"])).toEqual({ exit: 0, out: "", err: "there is no query to verify\n" })
      const examples = ["id = 'one'", "ids = 'none'", "doc = 'nothing'", "nick = 5"].map(
        (text) => `-- @example ${text}\n`,
      )
      const sql = `-- name: odd\n${examples.join("")}SELECT json(:doc) AS doc FROM users WHERE id = :id AND nick = :nick OR id IN (SELECT value FROM json_each(:ids));\n`
      writeFileSync(join(copy, "sql/queries/odd.sql"), sql)
      const { exit, err } = await sqlgen(copy, ["verify"])
      expect(err).toMatch(/nothing broke\n$/)
      expect(exit).toBe(0)
    } finally {
      rmSync(copy, { recursive: true })
    }
  })

  test("a file with an error is told, and the others are verified", async () => {
    const copy = mkdtempSync(join(tmpdir(), "sqlgen-verify-"))
    try {
      cpSync(root, copy, { recursive: true })
      writeFileSync(join(copy, "sql/queries/wrong.sql"), "-- name: wrong\nSELECT nic FROM users;\n")
      const { exit, err } = await sqlgen(copy, ["verify", "--rounds", "5"])
      expect(exit).toBe(1)
      expect(err).toContain("error[unknown-column]")
      expect(summary(err)).toMatch(/^8 queries, 5 rounds/)
    } finally {
      rmSync(copy, { recursive: true })
    }
  })

  test("as a process, with its exit code", async () => {
    const main = join(import.meta.dirname, "../../src/cli/main.ts")
    const args = ["--import", "tsx", main, "verify", "pagesOf", "--rounds", "5"]
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: root })
    expect(stdout).toBe("")
    expect(stderr).toContain("nothing broke")
  })
})
