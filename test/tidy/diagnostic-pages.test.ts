import { describe, expect, test } from "vitest"
import { casesOf, type Page, pages, renderPage, repairedBlocks } from "../../scripts/diagnostic-pages.ts"
import { codes } from "../../src/diagnostics/codes.ts"
import { hasErrors } from "../../src/diagnostics/diagnostic.ts"
import { renderText } from "../../src/diagnostics/render-text.ts"
import { compileSources } from "../../src/project/build.ts"
import { readConfig } from "../../src/project/config.ts"
import type { SourceFile } from "../../src/source/source-file.ts"
import { filesUnder, foldersIn, textOf } from "./repository.ts"

/** Codes that no input can bring about. */
const unreachable = ["internal-error"]

/** Pages whose repair is not a file: something to do on the disk. */
const repairedOnDisk = [
  "file-name",
  "unreadable-file",
  "output-collision",
  "unwritable-file",
  "edited-output",
  "internal-error",
]

const all = pages()

describe("codes", () => {
  test("each has a page, and each page a code", () => {
    expect(all.map((page) => page.code)).toEqual(Object.keys(codes).sort())
  })

  test("each has a case under test/golden or test/bad-input", () => {
    const golden = filesUnder("test/golden", "expected.diagnostics.txt").map(textOf).join("\n")
    const badInput = filesUnder("test/bad-input", "expected.json").map(textOf).join("\n")
    const without = Object.keys(codes).filter(
      (code) => !golden.includes(`[${code}]`) && !badInput.includes(`"${code} `) && !unreachable.includes(code),
    )
    expect(without).toEqual([])
  })

  test("each means something, in lower case and without a full stop", () => {
    const wrong = Object.entries(codes).filter(([, entry]) => !/^(?:[a-z`]|SQLite ).*[^.]$/.test(entry.meaning))
    expect(wrong).toEqual([])
  })
})

describe.each(all)("page of $code", (page) => {
  test("is titled with its code, says why, and shows what the test case says now (npm run docs)", () => {
    expect(page.text.split("\n", 1)[0]).toBe(`# \`${page.code}\``)
    expect(page.text).toMatch(/^## Why$/m)
    expect(page.text).toBe(renderPage(page))
  })

  test("shows its own message, from a case that exists", () => {
    const cases = casesOf(page)
    expect(cases.length).toBe(unreachable.includes(page.code) ? 0 : 1)
    for (const path of cases) {
      const [folder = "", name] = path.split("/")
      expect(foldersIn(`test/${folder}`)).toContain(name)
      expect(page.text).toContain(`[${page.code}]`)
    }
  })

  test("repairs it: the SQL compiles, the configuration is accepted", async () => {
    const blocks = repairedBlocks(page)
    expect(blocks.length === 0).toBe(repairedOnDisk.includes(page.code))
    for (const block of blocks.filter((one) => one.language === "json")) {
      expect(block.title).toBe("sqlgen.json")
      const sqlgenJson = { path: "sqlgen.json", text: block.text }
      const read = readConfig({ packageJson: undefined, sqlgenJson, wrangler: undefined })
      expect(renderText(read.diagnostics, { color: false })).toBe("")
    }
    const query = blocks.find((block) => block.language === "sql" && block.title === undefined)
    if (query === undefined) return
    expect(await findings(schemaOf(page), { path: "query.sql", text: query.text })).toBe("")
  })
})

function schemaOf(page: Page): SourceFile {
  const own = repairedBlocks(page).find((block) => block.title === "schema.sql")
  const golden = casesOf(page).find((path) => path.startsWith("golden/"))
  const text = own?.text ?? (golden === undefined ? "" : textOf(`test/${golden}/schema.sql`))
  return { path: "schema.sql", text }
}

async function findings(schema: SourceFile, query: SourceFile): Promise<string> {
  const config = readConfig({ packageJson: undefined, sqlgenJson: undefined, wrangler: undefined }).value
  if (config === undefined) throw new Error("the defaults are not accepted")
  const { value, diagnostics } = await compileSources(
    { schema: [schema], queries: [query] },
    { ...config, runtime: "wonder-sql/runtime", outDir: "." },
  )
  expect(hasErrors(diagnostics) ? 0 : value.files.length).toBeGreaterThan(0)
  return renderText(diagnostics, { color: false })
}
