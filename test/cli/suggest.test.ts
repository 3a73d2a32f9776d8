import { expect, test } from "vitest"
import { didYouMean, listOf, suggestion } from "../../src/diagnostics/suggest.ts"

test.each([
  ["emial", ["id", "email", "created_at"], "email"],
  ["EMAIL", ["email", "emails"], "email"], // a change of case is one edit
  ["ordres", ["orders", "users"], "orders"],
  ["ab", ["ax", "aa"], "aa"], // a tie: code-unit order
  ["ab", ["aa", "ax"], "aa"],
  ["parm", ["param", "params"], "param"],
  ["naem", ["name", "near"], "name"], // neighbours that changed places are one edit
  ["FORM", ["FROM", "FOR"], "FOR"],
  ["b", ["a"], undefined],
  ["id", ["created_at"], undefined],
  ["users", ["orders"], undefined], // 3 of 5 letters differ
  ["users", [], undefined],
  ["users", ["users"], undefined], // the name itself is no suggestion
])("%s among %j is %s", (name, candidates, nearest) => {
  expect(didYouMean(name, candidates)).toBe(nearest)
})

test("the sentence", () => {
  expect(suggestion("emial", ["email"])).toBe("did you mean `email`?")
  expect(suggestion("emial", ["id"])).toBeUndefined()
  expect(listOf(["a", "b", "c"])).toBe("`a`, `b` or `c`")
  expect(listOf(["a"])).toBe("`a`")
  expect(listOf([])).toBe("")
})
