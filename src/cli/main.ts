#!/usr/bin/env node
import { bugHelp } from "../project/bug-help.ts"
import { codeOf, reasonOf } from "../project/disk-errors.ts"
import { run } from "./args.ts"
import { askedByNpm } from "./npm-watch.ts"
import type { Terminal } from "./terminal.ts"

const {
  NO_COLOR: noColor = "",
  GITHUB_WORKSPACE: workspace,
  npm_config_user_agent: userAgent,
  TERM: kind,
} = process.env
/** A person reads the error stream as it comes, and it understands escape sequences. */
const live = process.stderr.isTTY === true && kind !== "dumb"

const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  input: process.stdin,
  cwd: currentFolder(),
  color: live && noColor === "",
  workspace,
  live,
  interruption: () => {
    const told = new AbortController()
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => told.abort())
    return told.signal
  },
  npmWatch: askedByNpm(process.env),
  machine: { node: process.versions.node, userAgent },
}

/** The folder that the shell is in may be gone. */
function currentFolder(): string {
  try {
    return process.cwd()
  } catch {
    process.stderr.write("error: the current folder does not exist any more\n")
    process.exit(2)
  }
}

// A reader that has seen enough (`| head`) is not an error. Behind `2>&1 | head` the findings still count: they exit with 1.
// A disk that is full, or a terminal that is closed, is one: what was to be said is lost.
process.stdout.on("error", (error) => {
  if (codeOf(error) === "EPIPE") process.exit(0)
  process.stderr.write(`error: standard output cannot be written: ${reasonOf(error)}\n`)
  process.exit(1)
})
process.stderr.on("error", (error) => {
  if (codeOf(error) !== "EPIPE") process.exit(1)
})

try {
  process.exitCode = await run(process.argv.slice(2), terminal)
} catch (error) {
  const debug = process.argv.includes("--debug")
  const message = error instanceof Error ? error.message : String(error)
  const stack = debug && error instanceof Error ? `${error.stack}\n` : ""
  const more = debug ? "" : "; `--debug` prints where"
  terminal.err(`error[internal-error]: ${message}\n  = help: ${bugHelp}${more}\n${stack}`)
  process.exitCode = 1
}
