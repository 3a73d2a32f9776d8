import { expect, test } from "vitest"
import { lineMap, lineSpan, positionAt } from "../../src/source/line-map.ts"

/** Line and column of the first `|` in the text, which is taken out first. */
function at(marked: string): string {
  const offset = marked.indexOf("|")
  const { line, column } = positionAt(lineMap(marked.replace("|", "")), offset)
  return `${line}:${column}`
}

test.each([
  ["|", "1:1"],
  ["|a", "1:1"],
  ["a|", "1:2"],
  ["a\n|b", "2:1"],
  ["a|\nb", "1:2"],
  ["a\nb|\n", "2:2"],
  ["a\nb\n|", "3:1"],
  ["a\r\n|b", "2:1"],
  ["a\r|\nb", "1:3"],
  ["a\r|b", "2:1"],
  ["\r\r\n|a", "3:1"],
  ["\n\n\n|", "4:1"],
  ["\ta|", "1:3"],
  ["🚀🚀|x", "1:3"],
  ["é名|x", "1:3"],
  ["\ufeff|SELECT", "1:1"],
  ["\ufeffab|", "1:3"],
  ["a\ufeffb|", "1:4"],
])("position in %j", (marked, expected) => {
  expect(at(marked)).toBe(expected)
})

test("the middle of a surrogate pair is its start, and offsets outside are clamped", () => {
  const map = lineMap("a🚀b\nc")
  expect(positionAt(map, 2)).toEqual({ line: 1, column: 2 })
  expect(positionAt(map, -5)).toEqual({ line: 1, column: 1 })
  expect(positionAt(map, 99)).toEqual({ line: 2, column: 2 })
})

test("lines without their line breaks", () => {
  const text = "a\r\nbc\n\nd\re"
  const map = lineMap(text)
  const lines = [1, 2, 3, 4, 5, 6].map((line) => {
    const { start, end } = lineSpan(map, line)
    return text.slice(start, end)
  })
  expect(lines).toEqual(["a", "bc", "", "d", "e", ""])
})

test("every offset of a long text is found by search as by counting", () => {
  const text = "SELECT a,\r\n  b -- é\n\n\tFROM t;\n".repeat(50)
  const map = lineMap(text)
  for (let offset = 0; offset <= text.length; offset++) {
    const before = text.slice(0, offset).split("\n")
    expect(positionAt(map, offset)).toEqual({ line: before.length, column: [...(before.at(-1) ?? "")].length + 1 })
  }
})
