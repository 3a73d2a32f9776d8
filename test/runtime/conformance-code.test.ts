import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { compileSources } from "../../src/project/build.ts"
import { readConfig } from "../../src/project/config.ts"
import { schema } from "./conformance/schema.ts"

const folder = join(import.meta.dirname, "conformance")

it.each(["lists", "cells"])("the code of %s.sql is what sqlgen makes of it, for D1, without a word", async (stem) => {
  const queries = [{ path: `${stem}.sql`, text: readFileSync(join(folder, `${stem}.sql`), "utf8") }]
  const tables = schema.join(";\n")
  const { value: defaults } = readConfig({ packageJson: undefined, sqlgenJson: undefined, wrangler: undefined })
  if (defaults === undefined) throw new Error("no configuration is one")
  const { value, diagnostics } = await compileSources(
    { schema: [{ path: "schema.sql", text: `${tables};` }], queries },
    { ...defaults, target: "d1", runtime: "../../../src/runtime/index.ts", outDir: "." },
  )
  expect(diagnostics).toEqual([])
  const code = value.files.find(({ path }) => path === `${stem}.ts`)?.text
  await expect(code).toMatchFileSnapshot(join(folder, `${stem}.gen.ts`))
})
