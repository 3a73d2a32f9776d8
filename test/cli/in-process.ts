import { run } from "../../src/cli/args.ts"
import type { Terminal } from "../../src/cli/terminal.ts"

/** What a run of the command line gave. */
export interface Ran {
  readonly exit: number
  readonly out: string
  readonly err: string
}

/** Runs `sqlgen` in this process: the same code as the binary below `main.ts`. */
export async function sqlgen(
  cwd: string,
  args: readonly string[],
  input: readonly string[] = [],
  machine: Terminal["machine"] = { node: "22.0.0", userAgent: "npm/11.19.1 node/v22.0.0" },
): Promise<Ran> {
  let out = ""
  let err = ""
  const exit = await run(args, {
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    input: (async function* () {
      yield* input
    })(),
    cwd,
    color: false,
    live: false,
    interruption: () => new AbortController().signal,
    npmWatch: false,
    machine,
  })
  return { exit, out, err }
}
