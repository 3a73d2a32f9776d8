import fc from "fast-check"
import { expect, test } from "vitest"
import { unifiedDiff } from "../../src/project/unified-diff.ts"

/** Applies a unified diff, strictly: context and removed lines must be there. */
function apply(text: string, diff: string): string {
  const lines = text.split("\n")
  const out: string[] = []
  let at = 0
  for (const line of diff.split("\n").slice(2, -1)) {
    const hunk = /^@@ -(\d+)(?:,(\d+))? /.exec(line)
    if (hunk !== null) {
      const start = Number(hunk[1]) - (hunk[2] === "0" ? 0 : 1)
      out.push(...lines.slice(at, start))
      at = start
    } else if (line.startsWith("+")) {
      out.push(line.slice(1))
    } else {
      expect(lines[at]).toBe(line.slice(1))
      if (line.startsWith(" ")) out.push(line.slice(1))
      at++
    }
  }
  return [...out, ...lines.slice(at)].join("\n")
}

test("applied to the text before, it gives the text after", () => {
  const text = fc
    .array(fc.constantFrom("a", "b", "c", "d", "", "e"), { maxLength: 40 })
    .map((lines) => lines.map((line) => `${line}\n`).join(""))
  fc.assert(
    fc.property(text, text, (before, after) => {
      const diff = unifiedDiff({ path: "x", text: before }, { path: "x", text: after })
      if (before === after) expect(diff).toBe("")
      else expect(apply(before, diff)).toBe(after)
    }),
    { numRuns: 500 },
  )
})

test("looks as `diff -u` prints it", () => {
  const before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n"
  const after = "1\n2\n3\n4\nfive\n6\n7\n8\n9\n10\n11\n12\n13\n"
  expect(unifiedDiff({ path: "gen/a.ts", text: before }, { path: "gen/a.ts", text: after })).toBe(`--- a/gen/a.ts
+++ b/gen/a.ts
@@ -2,7 +2,7 @@
 2
 3
 4
-5
+five
 6
 7
 8
@@ -10,3 +10,4 @@
 10
 11
 12
+13
`)
})

test("a file that is not there is /dev/null", () => {
  const diff = unifiedDiff({ path: "gen/a.ts", text: undefined }, { path: "gen/a.ts", text: "1\n" })
  expect(diff).toBe("--- /dev/null\n+++ b/gen/a.ts\n@@ -0,0 +1 @@\n+1\n")
})
