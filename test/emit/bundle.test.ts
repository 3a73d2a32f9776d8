import { build } from "esbuild"
import { expect, test } from "vitest"
import { emitFile } from "../../src/emit/file.ts"
import { checkedQuery, options, queryFile, type } from "./checked-query.ts"
import { root, userSchemas } from "./compile.ts"
import { context, shapes } from "./examples.ts"

const queries = [
  checkedQuery({ name: "first", sql: "SELECT id AS first_sql\nFROM things", columns: [["id", type(["integer"])]] }),
  checkedQuery({
    name: "second",
    sql: "SELECT '`' AS second_sql\nFROM things",
    parameters: [["flag", type(["integer"], { logical: "boolean" })]],
    columns: shapes.map((json, index) => [`secondShape${index}`, type(["text"], { json })] as const),
  }),
  checkedQuery({ name: "third", sql: "SELECT third_sql", columns: [["data", type(["text"], { json: context })]] }),
]

/** A bundle of one line of code over what is emitted. */
async function bundled(code: string, validation: "generated" | "zod" = "generated"): Promise<string> {
  const files = new Map(
    [...emitFile(queryFile, queries, { ...options, validation }), userSchemas].map(({ path, text }) => [path, text]),
  )
  const result = await build({
    stdin: { contents: code, resolveDir: root, loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    logLevel: "silent",
    alias: { "wonder-sql/runtime": `${root}/src/runtime/index.ts` },
    plugins: [
      {
        name: "emitted",
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^\.\/things|^\.\.\/sql\/schemas\.js$/ }, ({ path }) => ({
            path: `${path.includes("things") ? "gen" : "sql"}/${path.replace(/^.*\//, "").replace(/\.js$/, ".ts")}`,
            namespace: "emitted",
            // what package.json says of the user's own modules; without it a bundler keeps their calls of zod
            ...(path.includes("things") ? {} : { sideEffects: false }),
          }))
          onLoad({ filter: /.*/, namespace: "emitted" }, ({ path }) => {
            return { contents: files.get(path) ?? "", loader: "ts", resolveDir: root }
          })
        },
      },
    ],
  })
  return result.outputFiles[0]?.text ?? ""
}

test("a bundle holds the queries that are used and nothing of the others", async () => {
  const text = await bundled('export { first } from "./things.js"')
  expect(text).toContain("first_sql")
  expect(text).not.toMatch(/second_?[sS]|third_sql/)
})

test("a bundle of generated checks holds no zod where no user's schema is used", async () => {
  expect(await bundled('export { first, second } from "./things.js"')).not.toMatch(/zod|ZodType/i)
  expect(await bundled('export { first } from "./things.js"', "zod")).toMatch(/ZodType/)
})

test("nothing is left of a file from which nothing is used", async () => {
  expect(await bundled('import "./things.js"')).not.toMatch(/first_sql|second_?[sS]|third_sql/)
})
