import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { filesUnder, root } from "../tidy/repository.ts"
import { typeErrors } from "../tidy/type-errors.ts"
import { goldenNames } from "./case.ts"

/** `expected.ts` stands for `query.ts` of its folder, where it would lie beside the modules that it imports. */
function generatedFiles(): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  for (const name of goldenNames) {
    for (const part of ["", ".schemas"]) {
      const path = join(import.meta.dirname, name, `expected${part}.ts`)
      const text = existsSync(path) ? readFileSync(path, "utf8") : ""
      if (text !== "") files.set(join(import.meta.dirname, name, `query${part}.ts`), text)
    }
  }
  return files
}

test("the code of every case, and gen/, compiles under our strict flags", () => {
  const files = generatedFiles()
  const own = filesUnder("gen", ".ts").map((path) => join(root, path))
  expect(files.size).toBeGreaterThan(150)
  expect(own.length).toBeGreaterThan(5)
  const counts = (path: string): boolean => path.includes("/gen/") || path.includes("/test/golden/")
  expect(typeErrors(files, [...files.keys(), ...own], {}, counts)).toBe("")
})
