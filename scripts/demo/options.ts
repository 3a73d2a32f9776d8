import { parseArgs } from "node:util"

/** What the demo is asked for. */
export interface DemoOptions {
  readonly seed: number
  readonly workflows: number
  readonly workers: number
  /** break a row before the checks, to see them fail */
  readonly sabotage: boolean
}

/** Enough for 1,500 effects. */
export const defaultWorkflows = 220

export const usage: string = `usage: npm run demo -- [--seed N] [--workflows N] [--workers N] [--sabotage]

Runs workflows on a local D1: the same seed gives the same run.
  --seed N        seed of everything that is random (default 1)
  --workflows N   how many workflows to run, 10 to 2000 (default ${defaultWorkflows})
  --workers N     how many workers run them, 1 to 32 (default 8)
  --sabotage      break one row before the checks, to see them fail
`

/** Reads the arguments; a sentence when they are wrong, undefined when only the usage is asked for. */
export function readOptions(args: readonly string[]): DemoOptions | string | undefined {
  const parsed = parse(args)
  if (typeof parsed === "string") return parsed
  if (parsed.help) return undefined
  const seed = integer(parsed.seed, 0, 2 ** 31 - 1)
  const workflows = integer(parsed.workflows, 10, 2000)
  const workers = integer(parsed.workers, 1, 32)
  if (seed === undefined) return "--seed is an integer from 0 to 2147483647"
  if (workflows === undefined) return "--workflows is an integer from 10 to 2000"
  if (workers === undefined) return "--workers is an integer from 1 to 32"
  return { seed, workflows, workers, sabotage: parsed.sabotage }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        seed: { type: "string", default: "1" },
        workflows: { type: "string", default: String(defaultWorkflows) },
        workers: { type: "string", default: "8" },
        sabotage: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function integer(text: string, least: number, most: number): number | undefined {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  return value >= least && value <= most ? value : undefined
}
