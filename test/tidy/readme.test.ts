import { existsSync } from "node:fs"
import { join } from "node:path"
import { Readable } from "node:stream"
import { describe, expect, test } from "vitest"
import { run } from "../../src/cli/args.ts"
import { renderText } from "../../src/diagnostics/render-text.ts"
import type { EmittedFile } from "../../src/emit/emit-options.ts"
import { compileSources } from "../../src/project/build.ts"
import { readConfig } from "../../src/project/config.ts"
import { type Block, blocksOf } from "./documents.ts"
import { root, textOf } from "./repository.ts"
import { typeErrors } from "./type-errors.ts"

/*
 * Everything that these documents show is true. Their `sql` blocks are one project each: those with `-- name:` are query
 * files (`title="sql/queries/users.sql"` names one), the others its schema. Their `ts` blocks compile; `./gen/x.js` is what
 * those queries compile to, or the repository's own. A block below `<!-- output: sqlgen explain claimNext -->` is what
 * that command prints in this repository.
 */
describe.each(["README.md", "docs/lists.md", "docs/transactions.md"])("%s", (path) => {
  const blocks = blocksOf(existsSync(join(root, path)) ? textOf(path) : "")
  const sql = blocks.filter((block) => block.language === "sql")
  const typescript = blocks.filter((block) => block.language === "ts")

  test("is there, and shows SQL and TypeScript", () => {
    expect({ sql: sql.length > 0, typescript: typescript.length > 0 }).toEqual({ sql: true, typescript: true })
  })

  test("its SQL compiles without a finding", async () => {
    const { findings } = await compiled(sql)
    expect(findings).toBe("")
  })

  test("its TypeScript compiles", async () => {
    const { files } = await compiled(sql)
    expect(typeErrorsOf(files, typescript)).toBe("")
  })

  test("its outputs are what the commands print", async () => {
    for (const block of blocks) {
      if (block.output === undefined) continue
      const [, ...args] = block.output.split(/\s+/)
      const printed: string[] = []
      const write = (text: string): void => void printed.push(text)
      await run(args, {
        out: write,
        err: write,
        input: Readable.from([]),
        cwd: root,
        color: false,
        live: false,
        interruption: () => new AbortController().signal,
        npmWatch: false,
      })
      expect(printed.join("").trim()).toBe(block.text.trim())
    }
  })
})

async function compiled(
  sql: readonly Block[],
): Promise<{ readonly files: readonly EmittedFile[]; readonly findings: string }> {
  const config = readConfig({ packageJson: undefined, sqlgenJson: undefined, wrangler: undefined }).value
  if (config === undefined) throw new Error("the defaults are not accepted")
  const schema = sql.filter((block) => !block.text.includes("-- name:"))
  const queries = sql.filter((block) => block.text.includes("-- name:"))
  const named = (block: Block, index: number, folder: string) => ({
    path: block.title ?? `${folder}/readme${index + 1}.sql`,
    text: block.text,
  })
  const { value, diagnostics } = await compileSources(
    {
      schema: schema.map((block, index) => named(block, index, "sql/migrations")),
      queries: queries.map((block, index) => named(block, index, "sql/queries")),
    },
    { ...config, runtime: "wonder-sql/runtime", outDir: "gen" },
  )
  return { files: value.files, findings: renderText(diagnostics, { color: false }) }
}

function typeErrorsOf(files: readonly EmittedFile[], typescript: readonly Block[]): string {
  const modules = typescript.map((block, index) => [join(root, `readme${index + 1}.ts`), block.text] as const)
  const all = new Map([...files.map((file) => [join(root, file.path), file.text] as const), ...modules])
  return typeErrors(
    all,
    modules.map(([path]) => path),
    { isolatedDeclarations: false, declaration: false, declarationMap: false },
  )
}
