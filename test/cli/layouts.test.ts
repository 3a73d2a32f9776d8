import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { describe, expect, test } from "vitest"
import { loadProject } from "../../src/project/load-project.ts"

/*
 * How other tools lay out their migrations: which files are read, in which order, and what is said of the others. The
 * order is the one in which that tool applies them.
 */
interface Case {
  readonly claim: string
  readonly config: Readonly<Record<string, string>>
  readonly files: readonly string[]
  readonly order: readonly string[]
  readonly findings: readonly string[]
}

const wrangler = (dir: string, pattern = "") => ({
  "wrangler.toml": `[[d1_databases]]\nmigrations_dir = "${dir}"\n${pattern && `migrations_pattern = "${pattern}"\n`}`,
})
const schema = (folder: string) => ({ "sqlgen.json": JSON.stringify({ schema: folder }) })
const journal = (...tags: readonly string[]) => ({
  "drizzle/meta/_journal.json": JSON.stringify({ dialect: "sqlite", entries: tags.map((tag, idx) => ({ idx, tag })) }),
})

const cases: readonly Case[] = [
  {
    claim: "wrangler: by number, then by text, numbered before unnumbered",
    config: wrangler("m"),
    files: ["m/zero.sql", "m/10_b.sql", "m/2_a.sql", "m/0002_A.sql", "m/meta/x.json"],
    order: ["m/0002_A.sql", "m/2_a.sql", "m/10_b.sql", "m/zero.sql"],
    findings: [],
  },
  {
    claim: "wrangler with a pattern: segment by segment, and nothing else",
    config: wrangler("./m", "m/**/*.sql"),
    files: ["m/10/2_x.sql", "m/10/1_x.sql", "m/9/migration.sql", "m/.x/a.sql"],
    order: ["m/9/migration.sql", "m/10/1_x.sql", "m/10/2_x.sql"],
    findings: [],
  },
  {
    claim: "a file that the pattern does not match is said to be unread",
    config: wrangler("m", "m/*/migration.sql"),
    files: ["m/1_a/migration.sql", "m/1_a/down.sql", "m/0_b.sql"],
    order: ["m/1_a/migration.sql"],
    findings: [
      "unread-file m/0_b.sql: only files `m/*/migration.sql` are (`migrations_pattern` of wrangler)",
      "unread-file m/1_a/down.sql: only files `m/*/migration.sql` are (`migrations_pattern` of wrangler)",
    ],
  },
  {
    claim: "Drizzle: the journal's order, and only what it lists",
    config: { ...schema("drizzle"), ...journal("0001_b", "0000_a") },
    files: ["drizzle/0000_a.sql", "drizzle/0001_b.sql", "drizzle/0002_c.sql"],
    order: ["drizzle/0001_b.sql", "drizzle/0000_a.sql"],
    findings: ["unread-file drizzle/0002_c.sql: `drizzle/meta/_journal.json` does not list it"],
  },
  {
    claim: "Drizzle's folder applied by wrangler: wrangler's order, which knows no journal",
    config: { ...wrangler("drizzle"), ...journal("0001_b", "0000_a") },
    files: ["drizzle/0000_a.sql", "drizzle/0001_b.sql", "drizzle/0002_c.sql"],
    order: ["drizzle/0000_a.sql", "drizzle/0001_b.sql", "drizzle/0002_c.sql"],
    findings: [],
  },
  {
    claim: "Drizzle: a listed file that is not there is an error at its place in the journal",
    config: { ...schema("drizzle"), ...journal("0000_a", "0001_b") },
    files: ["drizzle/0000_a.sql"],
    order: [],
    findings: ["unreadable-file drizzle/meta/_journal.json: listed here"],
  },
  {
    claim: "Drizzle: a journal of another shape is an error",
    config: { ...schema("drizzle"), "drizzle/meta/_journal.json": '{ "entries": [{}] }' },
    files: ["drizzle/0000_a.sql"],
    order: [],
    findings: ["config-value drizzle/meta/_journal.json: expected `entries`, each with a `tag`"],
  },
  {
    claim: "Drizzle: a journal with a merge conflict is an error",
    config: { ...schema("drizzle"), "drizzle/meta/_journal.json": '{\n<<<<<<< HEAD\n  "entries": [] }' },
    files: ["drizzle/0000_a.sql"],
    order: [],
    findings: ['config-syntax drizzle/meta/_journal.json: expected `"key"` or `}`'],
  },
  {
    claim: "Drizzle 1.0: a folder for each migration, by its time",
    config: schema("drizzle"),
    files: [
      "drizzle/20260201000000_b/migration.sql",
      "drizzle/20251201000000_a/migration.sql",
      "drizzle/x/snapshot.json",
    ],
    order: ["drizzle/20251201000000_a/migration.sql", "drizzle/20260201000000_b/migration.sql"],
    findings: [],
  },
  {
    claim: "Prisma: folders as text, `down.sql` is for the way back",
    config: { ...schema("prisma/migrations"), "prisma/migrations/migration_lock.toml": 'provider = "sqlite"\n' },
    files: [
      "prisma/migrations/9_a/migration.sql",
      "prisma/migrations/10_b/migration.sql",
      "prisma/migrations/9_a/down.sql",
    ],
    order: ["prisma/migrations/10_b/migration.sql", "prisma/migrations/9_a/migration.sql"],
    findings: [],
  },
  {
    claim: "files beside folders: the files are the migrations",
    config: schema("m"),
    files: ["m/1_a.sql", "m/2_b/migration.sql"],
    order: ["m/1_a.sql"],
    findings: ["unread-file m/2_b/migration.sql: only files `m/*.sql` are"],
  },
  {
    claim: "one file can be the schema",
    config: schema("db/schema.sql"),
    files: ["db/schema.sql", "db/other.sql"],
    order: ["db/schema.sql"],
    findings: [],
  },
]

describe("migrations", () => {
  test.each(cases)("$claim", ({ config, files, order, findings }) => {
    const root = mkdtempSync(join(tmpdir(), "sqlgen-layouts-"))
    try {
      for (const path of files) write(root, path, "SELECT 1;\n")
      for (const [path, text] of Object.entries(config)) write(root, path, text)
      mkdirSync(join(root, "sql/queries"), { recursive: true })
      const { value, diagnostics } = loadProject(root)
      expect((value?.schema ?? []).map((file) => file.path)).toEqual(order)
      expect(diagnostics.map(({ code, primary }) => `${code} ${primary.file.path}: ${primary.text}`)).toEqual(findings)
    } finally {
      rmSync(root, { recursive: true })
    }
  })
})

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
