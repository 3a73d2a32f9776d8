import { existsSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { goldenNames, outputOfCase, readCase } from "./case.ts"

/*
 * Does this SQL give exactly this code and these messages? A missing expectation is written, `vitest -u` writes all
 * anew, and on CI every difference fails. Read what was written as critically as code.
 */
test.each(goldenNames)("%s", async (name) => {
  const golden = readCase(name)
  const output = await outputOfCase(golden)
  await expect(output.code).toMatchFileSnapshot(join(golden.folder, "expected.ts"))
  await expect(output.diagnostics).toMatchFileSnapshot(join(golden.folder, "expected.diagnostics.txt"))
  const schemas = join(golden.folder, "expected.schemas.ts")
  if (existsSync(schemas)) await expect(output.schemas).toMatchFileSnapshot(schemas)
})
