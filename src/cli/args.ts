import { resolve } from "node:path"
import { Command, CommanderError, Option } from "commander"
import { suggestion } from "../diagnostics/suggest.ts"
import { isFolder } from "../project/discover.ts"
import { ownVersion } from "../project/own-files.ts"
import { check } from "./check.ts"
import { explain } from "./explain.ts"
import { generate } from "./generate.ts"
import { inspect, inspectLines } from "./inspect.ts"
import { params } from "./params.ts"
import type { ExitCode, Settings, Terminal } from "./terminal.ts"
import { watch, watchForNpm } from "./watch.ts"

interface Options {
  readonly cwd?: string
  readonly format: "pretty" | "json"
  readonly color?: boolean
  readonly watch?: boolean
  readonly jsonl?: boolean
}

/** A command line that cannot be carried out: its words have been printed, or are the message. Exit code 2. */
class UsageError extends Error {}

/** Reads the arguments (without node and the program) and runs the command that they name. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exit: ExitCode = 0
  const program = programFor(terminal, (code) => {
    exit = code
  })
  try {
    await program.parseAsync([...args], { from: "user" })
    return exit
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (!(error instanceof UsageError)) throw error
    terminal.err(`error: ${error.message}\n`)
    return 2
  }
}

function programFor(terminal: Terminal, done: (code: ExitCode) => void): Command {
  const program = new Command("sqlgen")
    .description("Compiles annotated .sql files to typed, validated TypeScript functions.")
    .version(ownVersion(), "--version", "print the version")
    .option("--cwd <folder>", "the folder of the project (default: this one)")
    .addOption(new Option("--format <format>", "of diagnostics").choices(["pretty", "json"]).default("pretty"))
    .option("--color", "colour diagnostics (default: on a terminal, unless NO_COLOR is set)")
    .option("--no-color", "do not")
    .option("--debug", "print the stack of an internal error")
    .helpOption("-h, --help", "print this help")
    .configureHelp({ showGlobalOptions: true, subcommandTerm: commandTerm })
    .addHelpText(
      "after",
      "\n`sqlgen --watch` generates again after each change, until Ctrl-C.\nExit codes: 0 fine, 1 findings, 2 usage.",
    )
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
  const settings = (command: Command): Settings => settingsOf(command.optsWithGlobals<Options>(), terminal)

  program
    .command("generate [unknown]", { isDefault: true })
    .description("generate code for all queries (the default)")
    .option("--watch", "generate again after each change, until Ctrl-C")
    .action(async (unknown: string | undefined, options: Options, command: Command) => {
      if (unknown !== undefined) throw unknownCommand(unknown, program)
      if (options.watch === true) done(await watch(terminal, settings(command)))
      else if (terminal.npmWatch) done(await watchForNpm(terminal, settings(command)))
      else done(await generate(terminal, settings(command)))
    })
  program
    .command("check")
    .description("compare the generated code with the queries: a diff on stdout, nothing is written")
    .action(async (_options: Options, command: Command) => done(await check(terminal, settings(command))))
  program
    .command("inspect")
    .description("print the types of all queries as JSON")
    .option("--jsonl", 'answer lines of {"id","schema","sql","target"?} from stdin, one line each')
    .action(async (options: Options, command: Command) =>
      done(options.jsonl === true ? await inspectLines(terminal) : await inspect(terminal, settings(command))),
    )
  program
    .command("params <query>")
    .description("print .param lines for the sqlite3 shell from the examples of a query")
    .action(async (query: string, _options: Options, command: Command) =>
      done(await params(terminal, settings(command), query)),
    )
  program
    .command("explain <query-or-code>")
    .description("print why a query has the types it has, or the page of a diagnostic code")
    .action(async (what: string, _options: Options, command: Command) =>
      done(await explain(terminal, settings(command), what)),
    )
  return program
}

/** `params <query>` in the list of commands; their options are in their own help. */
function commandTerm(command: Command): string {
  const required = command.registeredArguments.filter((argument) => argument.required)
  return [command.name(), ...required.map((argument) => `<${argument.name()}>`)].join(" ")
}

function settingsOf(options: Options, terminal: Terminal): Settings {
  const root = resolve(terminal.cwd, options.cwd ?? ".")
  if (!isFolder(root)) throw new UsageError(`there is no folder \`${options.cwd ?? root}\``)
  return { root, format: options.format, color: options.color ?? terminal.color }
}

function unknownCommand(name: string, program: Command): UsageError {
  const names = program.commands.map((command) => command.name())
  const help = suggestion(name, names) ?? `the commands are ${names.join(", ")}`
  return new UsageError(`unknown command \`${name}\`; ${help}`)
}
