import { readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { describe, expect, it } from "vitest"
import { renderText } from "../../src/diagnostics/render-text.ts"
import { compileSources } from "../../src/project/build.ts"
import { readConfig } from "../../src/project/config.ts"
import type { SourceFile } from "../../src/source/source-file.ts"
import { targets } from "../../src/targets/index.ts"
import { lineCount, type TargetProfile } from "../../src/targets/target.ts"

const root = resolve(import.meta.dirname, "../..")

function filesIn(folder: string): readonly SourceFile[] {
  return readdirSync(join(root, folder))
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((file) => ({ path: `${folder}/${file}`, text: readFileSync(join(root, folder, file), "utf8") }))
}

describe("the pack compiles without a warning", () => {
  it.each<TargetProfile["name"]>(["d1", "durable-object", "libsql"])("for %s", async (target) => {
    const config = readConfig({ packageJson: undefined, sqlgenJson: undefined, wrangler: undefined }).value
    if (config === undefined) throw new Error("the defaults are not accepted")
    const { value, diagnostics } = await compileSources(
      { schema: filesIn("sql/migrations"), queries: filesIn("sql/queries") },
      { ...config, target, runtime: "wonder-sql/runtime", outDir: "gen" },
    )
    expect(renderText(diagnostics, { color: false })).toBe("")
    expect(value.files.length).toBeGreaterThan(8)
  })
})

describe("a profile is data with sources", () => {
  it.each<TargetProfile["name"]>(["d1", "durable-object", "libsql"])("%s", (name) => {
    const { functions, deniedFunctions, pragmas, modules, limits, statements, deniedSyntax } = targets[name]
    const maps = [functions, deniedFunctions, pragmas, modules].flatMap((map) => [...(map?.values() ?? [])])
    const lines = [...maps, ...Object.values(limits), ...statements, ...deniedSyntax]
    expect(lines.filter(({ from }) => from.source === "" || !/^\d{4}-\d\d-\d\d$/.test(from.date))).toEqual([])
    expect(lineCount(targets[name])).toBe(lines.length)
  })
})
