import { expect, test } from "vitest"
import { pascalCase } from "../../src/analyze/names.ts"
import { emitFile, emitIndex } from "../../src/emit/file.ts"
import { checkedQuery, options, queryFile, type } from "./checked-query.ts"
import { typeErrors } from "./compile.ts"
import { examples } from "./examples.ts"

/** JSON of any shape is one type in zod and one in the run time: they differ in `readonly` alone. */
const helpers = `
import type { z as zod } from "zod"
import type { JsonValue } from "wonder-sql/runtime"
export type Exact<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
export type Both<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false
export type Frozen<T> = [zod.core.util.JSONType] extends [T] ? JsonValue : FrozenPart<T>
type FrozenPart<T> = T extends Uint8Array ? T : T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T
`

/** `gen/use.ts` beside what is emitted for the examples. */
function errorsOf(lines: readonly string[]): string {
  const index = emitIndex([{ file: queryFile, queries: examples }], options)
  const use = { path: "gen/use.ts", text: [...lines, helpers].join("\n") }
  return typeErrors([...emitFile(queryFile, examples, options), index, use], "strict")
}

test("what the schemas give and take are the Row and Params interfaces, but for readonly", () => {
  const lines = examples.flatMap((query) => {
    const [params, row] = [`${query.name}Params`, `${query.name}Row`]
    const [paramsType, rowType] = [`${pascalCase(query.name)}Params`, `${pascalCase(query.name)}Row`]
    const rows =
      query.steps[0].columns.length === 0
        ? []
        : [`export const ${row}Same: Both<Frozen<z.output<typeof schemas.${row}>>, Frozen<things.${rowType}>> = true`]
    const taken =
      query.parameters.length === 0
        ? []
        : [
            `export const ${params}Same: Both<Frozen<z.input<typeof schemas.${params}>>, Frozen<things.${paramsType}>> = true`,
          ]
    return [...rows, ...taken]
  })
  expect(lines.length).toBeGreaterThan(8)
  const imports = [
    'import type { z } from "zod"',
    'import type * as things from "./things.js"',
    'import type * as schemas from "./things.schemas.js"',
  ]
  expect(errorsOf([...imports, ...lines])).toBe("")
  const wrong = "export const wrong: Both<Frozen<z.output<typeof schemas.countRow>>, Frozen<things.IsNullRow>> = true"
  expect(errorsOf([...imports, wrong])).toContain("Type 'true' is not assignable to type 'false'")
})

test("bind(db) resolves what each call answers, by the mode of the driver", () => {
  const lines = [
    'import type { Driver } from "wonder-sql/runtime"',
    'import { bind } from "./index.js"',
    'import type { CountRow, EverythingParams, EverythingRow, OddParams, OddRow } from "./things.js"',
    "export async function use(sync: Driver<'sync'>, async: Driver<'async'>, odd: OddParams, all: EverythingParams): Promise<unknown> {",
    "  const now = bind(sync)",
    "  const later = bind(async)",
    "  const count = now.things.count()",
    "  const countIs: Exact<typeof count, CountRow> = true",
    "  const optional = now.things.odd(odd)",
    "  const optionalIs: Exact<typeof optional, OddRow | null> = true",
    "  const many = later.things.everything(all)",
    "  const manyIs: Exact<typeof many, Promise<EverythingRow[]>> = true",
    "  const changed = later.things.release({ id: 'a' })",
    "  const changedIs: Exact<typeof changed, Promise<number>> = true",
    "  // @ts-expect-error a wrong key",
    "  now.things.release({ ident: 'a' })",
    "  // @ts-expect-error a key too many",
    "  now.things.release({ id: 'a', more: 1 })",
    "  // @ts-expect-error nothing to give",
    "  now.things.count({})",
    "  return [countIs, optionalIs, manyIs, changedIs, await many, await changed]",
    "}",
  ]
  expect(errorsOf(lines)).toBe("")
})

test("files whose names are no identifiers have keys in the index", () => {
  const queries = [checkedQuery({ name: "find", columns: [["id", type(["integer"])]] })]
  const files = ["my-queries", "my_queries", "default", "1st", "db"].map((stem) => ({
    file: { path: `sql/queries/${stem}.sql`, text: "" },
    queries,
  }))
  const emitted = files.flatMap(({ file }) => emitFile(file, queries, options))
  const index = emitIndex(files, options)
  expect(typeErrors([...emitted, index], "strict")).toBe("")
  expect(index.text.match(/^ {2}readonly .*(?=: \{)/gm)).toEqual([
    "  readonly myQueries",
    "  readonly myQueries_",
    "  readonly default",
    '  readonly "1st"',
    "  readonly db",
  ])
})
