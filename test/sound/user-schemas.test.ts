import { createRequire } from "node:module"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { moduleLoader, transpilers } from "../../src/project/module-loader.ts"
import { type UserSchemas, userSchemas } from "../../src/project/user-schemas.ts"
import type { SchemaShape } from "../../src/verify/documents.ts"
import { root } from "./sources.ts"

/* JSON columns hold what the user's own schemas take: their modules are run, and documents are made that they take. */

const require = createRequire(join(root, "package.json"))

function schemasWith(transpiler: keyof typeof transpilers): UserSchemas {
  const transpile = transpilers[transpiler](require)
  if (transpile === undefined) throw new Error(`${transpiler} is not installed`)
  return userSchemas(moduleLoader(join(root, "test/sound"), [], transpile, new Map()))
}

function shape(name: string, module = "./good.ts"): SchemaShape {
  const span = { start: 0, end: 0 }
  return { kind: "ref", ref: { module, name, span }, from: { path: "schemas/0001.sql", text: "" } } as SchemaShape
}

describe.each(["esbuild", "typescript"] as const)("with %s", (transpiler) => {
  test.each(["Point", "Mail", "Tree", "Either", "Both", "Pair", "Dictionary", "Day", "Thrower", "Anything"])(
    "documents for %s",
    (name) => {
      const { documents, problems } = schemasWith(transpiler)
      const texts = documents.of(shape(name))
      expect(new Set(texts).size).toBeGreaterThan(name === "Day" ? 0 : 1)
      expect(texts.filter((text) => documents.takes(shape(name), JSON.parse(text)) !== true)).toEqual([])
      expect(documents.takes(shape(name), name === "Anything" ? undefined : null)).toBe(false)
      expect(problems()).toEqual([])
    },
  )
})

test("what does not run is told, and nothing is held against it", () => {
  const { documents, problems } = schemasWith("esbuild")
  const all = [
    shape("Picky"),
    shape("Later"),
    shape("notASchema"),
    shape("Never", "./broken.ts"),
    shape("X", "./absent.ts"),
  ]
  expect(all.map((one) => documents.of(one))).toEqual([[], [], [], [], []])
  expect(all.map((one) => documents.takes(one, 1))).toEqual([undefined, undefined, undefined, undefined, undefined])
  expect(problems()).toEqual([
    "no document was found that `./good.ts#Picky` takes: its columns hold any JSON here",
    "no document was found that `./good.ts#Later` takes: its columns hold any JSON here",
    "`./good.ts#notASchema` is no schema: its columns hold any JSON here",
    "`./broken.ts#Never` does not run here (no binding here): its columns hold any JSON",
    "`./absent.ts#X` does not run here (there is no module `schemas/absent.ts`): its columns hold any JSON",
  ])
})
