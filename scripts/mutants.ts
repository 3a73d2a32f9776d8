/**
 * Usage: npm run test:mutants [-- part-of-a-name]
 *
 * Disables each inference rule and each row of the function table in turn, and shows that a golden or a corpus case answers
 * differently. What survives is printed, and the score. It takes minutes; it is no part of `npm test`.
 */
import { spawn } from "node:child_process"
import { availableParallelism } from "node:os"
import { createInterface } from "node:readline"

interface Line {
  readonly index?: number
  readonly name?: string
  readonly by?: string | null
}

/** A mutant that answers nothing for so long runs in a circle. */
const patience = 60_000
const only = process.argv[2] ?? ""
const processes = Math.min(2, availableParallelism())
const survivors: string[] = []
let killed = 0
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
  let current: number | undefined
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
    if (line.by === undefined) current = line.index
    else note(line)
  })
  return new Promise((resolve) => {
    child.on("close", () => {
      clearTimeout(timer)
      if (hangs) hung++
      resolve(hangs && current !== undefined ? current + processes : undefined)
    })
  })
}

function note({ name = "", by }: Line): void {
  if (by === null) {
    survivors.push(name)
    process.stdout.write(`survived  ${name}\n`)
  } else killed++
}

await Promise.all(Array.from({ length: processes }, (_, index) => judgeFrom(index)))
const total = killed + hung + survivors.length
process.stdout.write(
  `mutants: ${total}, killed ${killed + hung} (${hung} by running in a circle), survived ${survivors.length}: ${((100 * (killed + hung)) / total).toFixed(1)} %\n`,
)
process.exitCode = survivors.length === 0 ? 0 : 1
