import { describe, expect, test } from "vitest"
import { type ConfigFiles, readConfig } from "../../src/project/config.ts"

const none: ConfigFiles = { packageJson: undefined, sqlgenJson: undefined, wrangler: undefined }

function foldersOf(files: Partial<ConfigFiles>): Record<string, string> | readonly string[] {
  const { value, diagnostics } = readConfig({ ...none, ...files })
  if (value === undefined) return diagnostics.map((diagnostic) => `${diagnostic.code} ${diagnostic.primary.span.start}`)
  return { schema: value.schema.path, queries: value.queries.path, out: value.out.path }
}

describe("where the folders come from", () => {
  test("the defaults", () => {
    expect(foldersOf({})).toEqual({ schema: "sql/migrations", queries: "sql/queries", out: "gen" })
    expect(readConfig(none).value).toMatchObject({ target: "d1", casing: "camel", validation: "generated" })
  })

  test("package.json, paths made plain", () => {
    const packageJson = { path: "package.json", text: '{ "sqlgen": { "schema": "./db//m/", "queries": "../q" } }' }
    expect(foldersOf({ packageJson })).toEqual({ schema: "db/m", queries: "../q", out: "gen" })
  })

  test("wrangler's migrations_dir, below sqlgen.json", () => {
    const wrangler = { path: "wrangler.toml", text: '[[d1_databases]]\nmigrations_dir = "w"\n' }
    expect(foldersOf({ wrangler })).toMatchObject({ schema: "w" })
    const sqlgenJson = { path: "sqlgen.json", text: '{ "schema": "s" }' }
    expect(foldersOf({ wrangler, sqlgenJson })).toMatchObject({ schema: "s" })
  })
})

describe("wrangler configurations", () => {
  test.each([
    [
      "wrangler.toml",
      "[[ d1_databases ]]\r\nmigrations_dir = 'w' # here\r\n[vars]\r\nmigrations_dir = \"no\"\r\n",
      "w",
    ],
    ["wrangler.toml", 'd1_databases = [\n  { binding = "DB", migrations_dir = "w" },\n]\n', "w"],
    ["wrangler.toml", '[vars]\nmigrations_dir = "no"\n', "sql/migrations"],
    ["wrangler.toml", "[[d1_databases]]\n# migrations_dir = 'no'\n", "migrations"],
    ["wrangler.toml", "[[env.x.d1_databases]]\nmigrations_dir = 'no'\n", "sql/migrations"],
    ["wrangler.toml", "d1_databases = [{ binding = 'a } b', migrations_dir = './w/' }, { binding = 'c' }]\n", "w"],
    ["wrangler.toml", '[[d1_databases]]\nbinding = "A"\n[[d1_databases]]\nmigrations_dir = "w"\n', "w"],
    ["wrangler.jsonc", '{ // c\n "d1_databases": [{ "migrations_dir": "w", }] }', "w"],
    ["wrangler.json", '{ "d1_databases": [{}] }', "migrations"],
    ["wrangler.json", '{ "d1_databases": [] }', "sql/migrations"],
  ])("%s %j", (path, text, schema) => {
    expect(foldersOf({ wrangler: { path, text } })).toMatchObject({ schema })
  })

  test("two databases with different folders have to be decided", () => {
    const text = '[[d1_databases]]\nmigrations_dir = "a"\n[[d1_databases]]\nmigrations_dir = "b"\n'
    expect(foldersOf({ wrangler: { path: "wrangler.toml", text } })).toEqual(["config-value 34"])
  })
})

describe("migrations_pattern of wrangler", () => {
  const toml = '[[d1_databases]]\nmigrations_dir = "./d"\nmigrations_pattern = "./d/*/migration.sql"\n'
  const wrangler = { path: "wrangler.toml", text: toml }

  test("counts for its own folder, also when the configuration of sqlgen names that", () => {
    const sqlgenJson = (schema: string) => ({ path: "sqlgen.json", text: JSON.stringify({ schema }) })
    const patternOf = (files: Partial<ConfigFiles>) => readConfig({ ...none, ...files }).value?.schema.wrangler
    expect(patternOf({ wrangler })).toEqual({ pattern: "d/*/migration.sql" })
    expect(patternOf({ wrangler, sqlgenJson: sqlgenJson("d") })).toEqual({ pattern: "d/*/migration.sql" })
    expect(patternOf({ wrangler, sqlgenJson: sqlgenJson("other") })).toBeUndefined()
  })

  test("has to begin with the folder, as wrangler wants it", () => {
    const text = '{ "d1_databases": [{ "migrations_dir": "a", "migrations_pattern": "b/*.sql" }] }'
    expect(foldersOf({ wrangler: { path: "wrangler.json", text } })).toEqual(["config-value 66"])
  })
})

test.each([
  ['{ "out": "../gen" }', "config-value 9"],
  ['{ "out": "." }', "config-value 9"],
  ['{ "schema": "C:\\\\x" }', "config-value 12"],
  ["[]", "config-value 0"],
  ['{ "rules": [] }', "config-value 11"],
])("%s is refused at its place", (text, found) => {
  expect(foldersOf({ sqlgenJson: { path: "sqlgen.json", text } })).toEqual([found])
})

test("rules raise and silence warnings", () => {
  const text = '{ "rules": { "unread-file": "error", "wide-type": "off" } }'
  const { value } = readConfig({ ...none, sqlgenJson: { path: "sqlgen.json", text } })
  expect([...(value?.rules ?? [])]).toEqual([
    ["unread-file", "error"],
    ["wide-type", "off"],
  ])
})
