import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import type { DemoOptions } from "../../scripts/demo/options.ts"
import { readOptions } from "../../scripts/demo/options.ts"
import { runDemo } from "../../scripts/demo/run.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))

async function demo(options: Partial<DemoOptions>): Promise<{ readonly code: number; readonly lines: string[] }> {
  let text = ""
  const small = { seed: 1, workflows: 24, workers: 8, sabotage: false }
  const write = (more: string) => {
    text += more
  }
  const code = await runDemo({ ...small, ...options }, { root, write, terminal: false, color: false })
  return { code, lines: text.split("\n") }
}

const isThroughput = (line: string) => line.startsWith("  throughput ")

describe("npm run demo", () => {
  test("says the same for the same seed, but for the throughput, and something else for another", async () => {
    const first = await demo({ seed: 1 })
    const again = await demo({ seed: 1 })
    const other = await demo({ seed: 2 })
    expect(first.lines.join("\n")).toContain("  ok    every workflow is finished")
    expect([first.code, again.code, other.code]).toEqual([0, 0, 0])
    expect(first.lines.filter(isThroughput)).toHaveLength(1)
    const steady = (lines: readonly string[]) => lines.filter((line) => !isThroughput(line))
    expect(steady(again.lines)).toEqual(steady(first.lines))
    expect(steady(other.lines)).not.toEqual(steady(first.lines))
    expect(Math.max(...first.lines.map((line) => line.length))).toBeLessThanOrEqual(100)
  }, 120_000)

  test("exits with 1 when a row breaks a check, and says which", async () => {
    const { code, lines } = await demo({ sabotage: true })
    expect(code).toBe(1)
    expect(lines.filter((line) => line.startsWith("  FAIL"))).toContain(
      "  FAIL  every effect is finished and every attempt is closed",
    )
  }, 60_000)

  test.each([
    [["--seed", "x"], "--seed is an integer"],
    [["--workflows", "3"], "--workflows is an integer"],
    [["--speed", "9"], "--speed"],
    [["--seed=-1"], "--seed is an integer"],
  ])("refuses %j", (args, sentence) => {
    expect(readOptions(args)).toContain(sentence)
  })
})
