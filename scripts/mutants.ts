/**
 * Usage: npm run test:mutants [-- part-of-a-name]
 *
 * Disables each inference rule and each row of the function table in turn, and shows that a golden or a corpus case answers
 * differently. What survives is printed, and the score. It takes minutes; it is no part of `npm test`.
 */
import { spawn } from "node:child_process"
import { availableParallelism } from "node:os"
import { createInterface } from "node:readline"
import { equivalents } from "../test/mutants/equivalent.ts"
import type { MutantKind } from "../test/mutants/mutants.ts"

interface Line {
  readonly index?: number
  readonly kind?: MutantKind
  readonly name?: string
  readonly by?: string | null
}

/** A mutant that answers nothing for so long runs in a circle. */
const patience = 60_000
const only = process.argv[2] ?? ""
const processes = Math.min(2, availableParallelism())
/** Of each kind, how many there are and how many are killed. */
const counts: Readonly<Record<MutantKind, { all: number; killed: number }>> = {
  row: { all: 0, killed: 0 },
  rule: { all: 0, killed: 0 },
  part: { all: 0, killed: 0 },
}
let hung = 0

async function judgeFrom(first: number): Promise<void> {
  let next: number | undefined = first
  while (next !== undefined) next = await judgeUntilHang(next)
}

/** Answers where to go on after a mutant that hung; undefined at the end. */
function judgeUntilHang(first: number): Promise<number | undefined> {
  const child = spawn("npx", ["tsx", "test/mutants/child.ts", String(first), String(processes), only], {
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  })
  let current: Line | undefined
  let hangs = false
  const stop = (): void => {
    hangs = current !== undefined
    if (child.pid !== undefined) process.kill(-child.pid) // its own group: npx, tsx and node
  }
  let timer = setTimeout(stop, patience * 10)
  createInterface({ input: child.stdout }).on("line", (text) => {
    clearTimeout(timer)
    timer = setTimeout(stop, patience)
    const line: Line = JSON.parse(text)
    if (line.by === undefined) current = line
    else note(line)
  })
  return new Promise((resolve) => {
    child.on("close", () => {
      clearTimeout(timer)
      if (hangs && current !== undefined) {
        hung++
        note({ ...current, by: "it runs in a circle" })
      }
      resolve(hangs && current?.index !== undefined ? current.index + processes : undefined)
    })
  })
}

function note({ kind = "part", name = "", by }: Line): void {
  counts[kind].all++
  if (by === null) process.stdout.write(`survived  ${name}\n`)
  else counts[kind].killed++
}

await Promise.all(Array.from({ length: processes }, (_, index) => judgeFrom(index)))
const words: Readonly<Record<MutantKind, string>> = {
  rule: "whole rules",
  row: "rows of the function table",
  part: "parts of conditions and choices",
}
for (const kind of ["rule", "row", "part"] as const) {
  const { all, killed } = counts[kind]
  if (all === 0) continue
  process.stdout.write(
    `${words[kind]}: ${killed} of ${all} killed, ${all - killed} survived: ${((100 * killed) / all).toFixed(1)} %\n`,
  )
}
process.stdout.write(`${hung} killed by running in a circle; ${equivalents.length} rules left out as equivalent\n`)
process.exitCode = Object.values(counts).every(({ all, killed }) => killed === all) ? 0 : 1
