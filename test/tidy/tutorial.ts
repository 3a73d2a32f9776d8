import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { Miniflare } from "miniflare"
import { describe, expect, test } from "vitest"
import { parseJson } from "../../src/project/json-text.ts"
import { type Block, blocksOf, withTexts } from "./documents.ts"
import { type Packed, runSqlgen } from "./packed.ts"
import { root, textOf } from "./repository.ts"
import { bundle, statementsOf } from "./worker-project.ts"

/*
 * docs/tutorial.md, played from top to bottom with the packed package: a block with a title is a file, the lines of a `sh`
 * block are commands, a `text` block is all that the commands above it print, and a pair of `http` blocks is a request to
 * the Worker that was written, run by workerd with a D1 database, and its answer.
 */
const document = textOf("docs/tutorial.md")
const blocks = blocksOf(document)

/** A tutorial that was played to its end. */
export interface Played {
  /** the document with what there was in place of what it shows */
  readonly text: string
  /** the TypeScript that it wrote, from the folder of the package */
  readonly modules: readonly string[]
}

/** Plays the tutorial in a folder of its own. A command that is not shown to fail must succeed. */
export async function playTutorial(packed: Packed): Promise<Played> {
  const folder = join(packed.folder, "tutorial")
  mkdirSync(folder)
  writeFileSync(join(folder, "package.json"), '{\n  "name": "notes",\n  "private": true,\n  "type": "module"\n}\n')
  const got = new Map<Block, string>()
  let worker: Miniflare | undefined
  for (const [index, block] of blocks.entries()) {
    const below = blocks[index + 1]
    if (block.title !== undefined) write(folder, block)
    else if (block.language === "sh") {
      const shown = below?.language === "text" ? below : undefined
      const printed = await runCommands(packed, folder, block.text, shown !== undefined)
      if (shown !== undefined) got.set(shown, printed)
    } else if (isRequest(block) && below !== undefined) {
      worker ??= await startWorker(packed, folder)
      got.set(below, await ask(worker, block.text))
    }
  }
  await worker?.dispose()
  const modules = blocks.flatMap(({ title = "" }) => (title.endsWith(".ts") ? [`tutorial/${title}`] : []))
  return { text: withTexts(document, got), modules: [...new Set(modules)] }
}

/** The tests: everything that the tutorial shows is what there was (`vitest run test/tidy/package.test.ts -u` puts it there). */
export function describeTutorial(played: () => Played): void {
  describe("docs/tutorial.md", () => {
    test("shows commands, requests, and nothing that nobody looks at", () => {
      const requests = blocks.filter(isRequest)
      const untitled = blocks.filter(({ title }) => title === undefined)
      expect(untitled.filter(({ language }) => !["sh", "text", "http"].includes(language))).toEqual([])
      expect(blocks.filter(({ language }) => language === "sh").length).toBeGreaterThan(3)
      expect(blocks.filter(({ language }) => language === "http").length).toBe(requests.length * 2)
    })

    test("shows what there is", async () => {
      await expect(played().text).toMatchFileSnapshot(join(root, "docs/tutorial.md"))
    })
  })
}

function write(folder: string, { title = "", text }: Block): void {
  const path = join(folder, title)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

async function runCommands(packed: Packed, folder: string, text: string, mayFail: boolean): Promise<string> {
  let printed = ""
  for (const command of text.trim().split("\n")) {
    const { exit, output } = await runCommand(packed, folder, command)
    if (exit !== 0 && !mayFail) throw new Error(`${command} exits with ${exit}:\n${output}`)
    printed += output
  }
  return printed
}

async function runCommand(
  packed: Packed,
  folder: string,
  command: string,
): Promise<{ readonly exit: number; readonly output: string }> {
  const [program, ...args] = command.split(" ")
  if (program === "npx" && args[0] === "sqlgen") {
    const { exit, stdout, stderr } = await runSqlgen(packed, folder, args.slice(1))
    return { exit, output: stdout + stderr }
  }
  if (program === "npm" && args[0] === "install") return { exit: 0, output: installed(folder, args.slice(1)) }
  throw new Error(`the tutorial has a command that no test runs: ${command}`)
}

/** Packages are there already, from the tarball and from our own: npm would only note them in package.json. */
function installed(folder: string, names: readonly string[]): string {
  const path = join(folder, "package.json")
  const require = createRequire(path)
  const manifest = JSON.parse(readFileSync(path, "utf8"))
  const versions = names.map((name) => [name, `^${require(`${name}/package.json`).version}`])
  const dependencies = { ...manifest.dependencies, ...Object.fromEntries(versions) }
  writeFileSync(path, `${JSON.stringify({ ...manifest, dependencies }, undefined, 2)}\n`)
  return ""
}

/** The Worker and its database as wrangler.jsonc has them, with all migrations applied. */
async function startWorker(packed: Packed, folder: string): Promise<Miniflare> {
  const settings = readFileSync(join(folder, "wrangler.jsonc"), "utf8")
  const settingOf = (key: string): string => new RegExp(`"${key}": "([^"]+)"`).exec(settings)?.[1] ?? ""
  if (!parseJson(settings, { comments: true }).ok) throw new Error("wrangler.jsonc of the tutorial is not JSON")
  const miniflare = new Miniflare({
    modules: true,
    script: await bundle(packed.folder, `tutorial/${settingOf("main")}`),
    compatibilityDate: settingOf("compatibility_date"),
    d1Databases: { [settingOf("binding")]: settingOf("database_name") },
  })
  const database = await miniflare.getD1Database(settingOf("binding"))
  const migrations = settingOf("migrations_dir")
  for (const name of readdirSync(join(folder, migrations)).sort()) {
    for (const sql of statementsOf(join(folder, migrations, name))) await database.prepare(sql).run()
  }
  return miniflare
}

function isRequest({ language, text }: Block): boolean {
  return language === "http" && !text.startsWith("HTTP/")
}

/** `POST /notes` and below an empty line the body; the answer is written in the same way. */
async function ask(worker: Miniflare, text: string): Promise<string> {
  const [head = "", body] = text.trim().split("\n\n")
  const [method = "", path = ""] = head.split(" ")
  const response = await worker.dispatchFetch(`http://notes.example${path}`, { method, ...(body && { body }) })
  const answer = await response.text()
  return `HTTP/1.1 ${response.status}\n${answer === "" ? "" : `\n${answer}\n`}`
}
