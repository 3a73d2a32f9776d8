#!/usr/bin/env node
import { bugHelp } from "../project/bug-help.ts"
import { run } from "./args.ts"
import { askedByNpm } from "./npm-watch.ts"
import type { Terminal } from "./terminal.ts"

const { NO_COLOR: noColor = "", GITHUB_WORKSPACE: workspace, npm_config_user_agent: userAgent, TERM: kind } = process.env
/** A person reads the error stream as it comes, and it understands escape sequences. */
const live = process.stderr.isTTY === true && kind !== "dumb"

const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  input: process.stdin,
  cwd: process.cwd(),
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

// A reader that has seen enough (`| head`) is not an error. Behind `2>&1 | head` the findings still count: they exit with 1.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0)
  throw error
})
process.stderr.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error
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
