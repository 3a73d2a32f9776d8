import fc from "fast-check"
import { expect, test } from "vitest"
import { type JsonNode, parseJson } from "../../src/project/json-text.ts"

function plain(node: JsonNode): unknown {
  switch (node.kind) {
    case "object":
      return Object.fromEntries(node.members.map((member) => [member.key, plain(member.value)]))
    case "array":
      return node.items.map(plain)
    case "null":
      return null
    case "string":
    case "number":
    case "boolean":
      return node.value
  }
}

test("reads what JSON.stringify writes", () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), fc.constantFrom(undefined, 2, "\t"), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent)
      const parsed = parseJson(text, { comments: false })
      expect(parsed.ok && plain(parsed.value)).toEqual(JSON.parse(text))
    }),
  )
})

test("accepts and refuses what JSON.parse accepts and refuses", () => {
  const piece = fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"a"',
    '"\\n"',
    "1",
    "-0.5e3",
    "01",
    "true",
    "nul",
    " ",
    "\n",
    '"',
    "\\",
    "/**/",
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join("")
      expect(parseJson(text, { comments: false }).ok).toBe(isJson(text))
    }),
    { numRuns: 3000 },
  )
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

test("comments and trailing commas only where they are asked for", () => {
  const text = '{ // one\n "a": [1, 2,], /* two */ }'
  const parsed = parseJson(text, { comments: true })
  expect(parsed.ok && plain(parsed.value)).toEqual({ a: [1, 2] })
  expect(parseJson(text, { comments: false }).ok).toBe(false)
})

test.each([
  ['{ "a": 1 "b": 2 }', "`,` or `}`", 9],
  ['{ "a" 1 }', "`:`", 6],
  ["{ a: 1 }", '`"key"` or `}`', 2],
  ["[1, ]", "another item after `,`", 4],
  ['{ "a": }', "a value", 7],
  ["{} {}", "the end of the file", 3],
  ["", "a value", 0],
])("%s: expected %s", (text, expected, start) => {
  const parsed = parseJson(text, { comments: false })
  expect(parsed).toMatchObject({ ok: false, error: { expected, span: { start } } })
})
