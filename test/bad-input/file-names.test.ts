import { execFileSync } from "node:child_process"
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { build, transformSync } from "esbuild"
import { expect, test } from "vitest"
import { sqlgen } from "../cli/in-process.ts"
import { root as repository } from "../tidy/repository.ts"
import { withFolder } from "./odd-disk.ts"

const names = [
  "my users",
  "it's",
  '"q"',
  "🙂",
  "été",
  "$HOME",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: generated code must not take it for one
  "${x}",
  "a`b",
  "-x",
  "a:b",
  "a b.c",
  "{0}",
  "a&b=c",
  "~",
]

/** The package as far as generated code needs it, where Node looks for it. */
async function installRuntime(root: string): Promise<void> {
  const folder = join(root, "node_modules/wonder-sql")
  mkdirSync(folder, { recursive: true })
  const manifest = { name: "wonder-sql", type: "module", exports: { "./runtime": "./runtime.js" } }
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest))
  const entry = join(repository, "src/runtime/index.ts")
  await build({ entryPoints: [entry], outfile: join(folder, "runtime.js"), bundle: true, format: "esm" })
}

test("what any name that is let through generates can be imported by Node", async () => {
  await withFolder("project", async (root) => {
    for (const folder of ["migrations", "queries"]) mkdirSync(join(root, "sql", folder), { recursive: true })
    for (const [index, name] of names.entries())
      writeFileSync(join(root, "sql/queries", `${name}.sql`), `-- name: query${index}\nSELECT ${index} AS n;\n`)
    expect((await sqlgen(root, [])).exit).toBe(0)
    writeFileSync(join(root, "package.json"), '{ "type": "module" }')
    await installRuntime(root)
    const gen = join(root, "gen")
    for (const name of readdirSync(gen).filter((each) => !each.endsWith(".schemas.ts"))) {
      const { code } = transformSync(readFileSync(join(gen, name), "utf8"), { loader: "ts" })
      writeFileSync(join(gen, `${name.slice(0, -3)}.js`), code)
    }
    const script =
      "import('./gen/index.js').then(({ bind }) => console.log(JSON.stringify(Object.values(bind({})).flatMap(Object.keys))))"
    const found: unknown = JSON.parse(execFileSync(process.execPath, ["-e", script], { cwd: root, encoding: "utf8" }))
    expect(found).toEqual(expect.arrayContaining(names.map((_, index) => `query${index}`)))
  })
})
