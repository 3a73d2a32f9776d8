// npm run demo -- [--seed N] [--workflows N] [--workers N] [--sabotage]
import { fileURLToPath } from "node:url"
import { readOptions, usage } from "./demo/options.ts"
import { runDemo } from "./demo/run.ts"

const options = readOptions(process.argv.slice(2))
if (options === undefined) process.stdout.write(usage)
else if (typeof options === "string") {
  process.stderr.write(`${options}\n\n${usage}`)
  process.exitCode = 2
} else {
  const { NO_COLOR: noColor = "" } = process.env
  const terminal = process.stdout.isTTY === true
  process.exitCode = await runDemo(options, {
    root: fileURLToPath(new URL("..", import.meta.url)),
    write: (text) => void process.stdout.write(text),
    terminal,
    color: terminal && noColor === "",
  })
}
