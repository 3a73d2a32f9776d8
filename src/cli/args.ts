import { isAbsolute, relative, resolve, sep } from "node:path"
import { Command, CommanderError, Option } from "commander"
import { type Format, formats } from "../diagnostics/format.ts"
import { targetNames } from "../project/config.ts"
import { isFolder } from "../project/discover.ts"
import { ownVersion } from "../project/own-files.ts"
import type { ExitCode, Settings, Terminal } from "./terminal.ts"
import { UsageError, unknownCommand, usageWords } from "./usage.ts"
import type { VerifySettings } from "./verify.ts"

interface Options {
  readonly cwd?: string
  readonly format: Format
  readonly color?: boolean
  readonly watch?: boolean
  readonly jsonl?: boolean
  readonly probe?: boolean
  readonly dryRun?: boolean
  readonly schema?: string
  readonly target?: (typeof targetNames)[number] | undefined
}

interface VerifyFlags {
  readonly rounds?: string
  readonly seed?: string
  readonly hostile?: boolean
}

/**
 * Reads the arguments (without node and the program) and runs the command that they name. A command is imported when it
 * is asked for: `--help`, `--version` and usage errors never load the compiler.
 */
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
  program
    .description("Compiles annotated .sql files to typed, validated TypeScript functions.")
    .version(ownVersion(), "-v, --version", "print the version")
    .option("--cwd <folder>", "the folder of the project (default: this one)")
    .addOption(
      new Option("--format <format>", "of diagnostics; `github` makes annotations").choices(formats).default("pretty"),
    )
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
    .showSuggestionAfterError(false)
    .configureOutput({
      writeOut: terminal.out,
      writeErr: terminal.err,
      outputError: (text, write) => write(usageWords(text, program)),
    })
  const settings = (command: Command): Settings => settingsOf(command.optsWithGlobals<Options>(), terminal)

  program
    .command("generate [unknown...]", { isDefault: true })
    .description("generate code for all queries (the default)")
    .option("--watch", "generate again after each change, until Ctrl-C")
    .action(async ([unknown]: readonly string[], options: Options, command: Command) => {
      if (unknown !== undefined) throw unknownCommand(unknown, program)
      if (options.watch === true || terminal.npmWatch) {
        const { watch, watchForNpm } = await import("./watch.ts")
        return done(await (options.watch === true ? watch : watchForNpm)(terminal, settings(command)))
      }
      const { generate } = await import("./generate.ts")
      done(await generate(terminal, settings(command)))
    })
  program
    .command("check")
    .description("compare the generated code with the queries: a diff on stdout, nothing is written")
    .action(async (_options: Options, command: Command) => {
      const { check } = await import("./check.ts")
      done(await check(terminal, settings(command)))
    })
  program
    .command("inspect")
    .description("print the types of all queries as JSON")
    .option("--jsonl", 'answer lines of {"id","schema","sql","target"?} from stdin, one line each')
    .action(async (options: Options, command: Command) => {
      const { inspect, inspectLines } = await import("./inspect.ts")
      done(options.jsonl === true ? await inspectLines(terminal) : await inspect(terminal, settings(command)))
    })
  program
    .command("params <query>")
    .description("print .param lines for the sqlite3 shell from the examples of a query")
    .action(async (query: string, _options: Options, command: Command) => {
      const { params } = await import("./params.ts")
      done(await params(terminal, settings(command), query))
    })
  program
    .command("explain <query-or-code>")
    .description("print why a query has the types it has, or the page of a diagnostic code")
    .action(async (what: string, _options: Options, command: Command) => {
      const { explain } = await import("./explain.ts")
      done(await explain(terminal, settings(command), what))
    })
  program
    .command("init")
    .description("set a project up: finds its migrations, adds scripts to package.json, makes a first query")
    .option("--schema <folder>", "where the migrations are (default: looks for them)")
    .addOption(
      new Option("--target <target>", "where the SQL runs (default: looks at package.json)").choices(targetNames),
    )
    .option("--dry-run", "say what would be done, and do nothing")
    .action(async ({ schema, target, dryRun }: Options, command: Command) => {
      const { init } = await import("./init.ts")
      done(await init(terminal, settings(command), { schema, target, dryRun: dryRun === true }))
    })
  program
    .command("doctor")
    .description("say what is odd in a set-up: versions, configuration, migrations, types, generated code")
    .option("--probe", "run what is known of D1 or Durable Objects on the local workerd, and say what differs")
    .action(async ({ probe }: Options, command: Command) => {
      const { doctor } = await import("./doctor.ts")
      done(await doctor(terminal, settings(command), { probe: probe === true }))
    })
  program
    .command("verify [query...]")
    .description("run queries on random rows and hold every value against its printed type")
    .option("--rounds <number>", "states of the database that are made (default: 100)")
    .option("--seed <number>", "another one looks elsewhere; the same one finds the same (default: 1)")
    .option("--hostile", "rows that tables which are not STRICT admit against their declared types")
    .action(async (names: readonly string[], options: VerifyFlags, command: Command) => {
      const { verify } = await import("./verify.ts")
      done(await verify(terminal, settings(command), names, verifyOptions(options)))
    })
  return program
}

function verifyOptions({ rounds = "100", seed = "1", hostile = false }: VerifyFlags): VerifySettings {
  return { rounds: numberOf("--rounds", rounds, 1), seed: numberOf("--seed", seed, 0), hostile }
}

function numberOf(flag: string, text: string, least: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= 1_000_000_000) return value
  throw new UsageError(`\`${text}\` is no value of \`${flag}\`; it takes a whole number from ${least}`)
}

/** `params <query>` in the list of commands; their options are in their own help. */
function commandTerm(command: Command): string {
  const required = command.registeredArguments.filter((argument) => argument.required)
  return [command.name(), ...required.map((argument) => `<${argument.name()}>`)].join(" ")
}

function settingsOf(options: Options, terminal: Terminal): Settings {
  const root = resolve(terminal.cwd, options.cwd ?? ".")
  if (!isFolder(root)) throw new UsageError(`there is no folder \`${options.cwd ?? root}\``)
  return {
    root,
    format: options.format,
    color: options.color ?? terminal.color,
    folder: folderIn(terminal.workspace, root),
  }
}

/** Where the project is in the checkout: `packages/api/`; "" when it is the checkout, or outside. */
function folderIn(workspace: string | undefined, root: string): string {
  if (workspace === undefined || workspace === "") return ""
  const parts = relative(workspace, root).split(sep)
  return parts[0] === ".." || parts[0] === "" || isAbsolute(parts.join(sep)) ? "" : `${parts.join("/")}/`
}
