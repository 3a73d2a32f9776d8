import { expect, test } from "vitest"
import { emitFile, emitIndex } from "../../src/emit/file.ts"
import { options, queryFile } from "./checked-query.ts"
import { typeErrors, withoutTemplates } from "./compile.ts"
import { examples } from "./examples.ts"

function emitted(validation: "generated" | "zod") {
  const chosen = { ...options, validation }
  const index = emitIndex([{ file: queryFile, queries: examples }], chosen)
  return [...emitFile(queryFile, examples, chosen), index]
}

test("what is emitted compiles under strict flags", () => {
  expect(typeErrors(emitted("generated"), "strict")).toBe("")
})

test("what is emitted compiles under lax flags", () => {
  expect(typeErrors(emitted("generated"), "lax")).toBe("")
})

// lax flags are nothing for this mode: zod's own types need `strict`, https://zod.dev/?id=requirements
test("what is emitted for validation by zod compiles under strict flags", () => {
  expect(typeErrors(emitted("zod"), "strict")).toBe("")
})

test("no cast, no any, no non-null assertion, no blank at the end of a line, no long line that could be broken", () => {
  const names = /conforms<|DoesNotFitOnOneLine/
  for (const { text } of emitted("generated")) {
    const { code, shortcuts } = withoutTemplates(text)
    expect(shortcuts).toEqual([])
    expect(code).not.toMatch(/[ \t]$/m)
    expect(code.split("\n").filter((line) => line.length > 100 && !names.test(line))).toEqual([])
  }
})

test("the final SQL is in the code, exactly", () => {
  const sql = "SELECT '`', '$\u007bx}', '\\n', '\\\\', '\t\u0007\u2028\ud800' -- \\`\nFROM things\n\nWHERE id = ?1"
  const [query] = examples
  if (query === undefined) throw new Error("no example")
  const [step] = query.steps
  const changed = { ...query, steps: [{ ...step, variants: [{ ...step.variants[0], sql }] }] } as const
  const [file] = emitFile(queryFile, [changed], options)
  expect(withoutTemplates(file?.text ?? "").templates).toEqual([sql])
})
