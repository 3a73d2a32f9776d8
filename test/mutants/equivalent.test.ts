import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { equivalents } from "./equivalent.ts"
import { isRule, mutationsOf } from "./mutations.ts"

const root = join(import.meta.dirname, "../..")

test.each(equivalents)("$path still has the rule $condition", ({ path, condition }) => {
  const text = readFileSync(join(root, path), "utf8")
  const found = mutationsOf(path, text).filter(
    (mutation) => isRule(mutation) && text.slice(mutation.start, mutation.end) === condition,
  )
  expect(found).not.toEqual([])
})
