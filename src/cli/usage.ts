import type { Command } from "commander"
import { listOf, shortList, suggestion, suggestionOr } from "../diagnostics/suggest.ts"

/** A command line that cannot be carried out: its words have been printed, or are the message. Exit code 2. */
export class UsageError extends Error {}

/** What other programs call it. */
const otherCommands: ReadonlyMap<string, string> = new Map([
  ["watch", "--watch"],
  ["dev", "--watch"],
  ["version", "--version"],
  ["build", "generate"],
  ["compile", "generate"],
  ["codegen", "generate"],
  ["diff", "check"],
  ["lint", "check"],
  ["types", "inspect"],
  ["test", "verify"],
  ["prepare", "verify"],
  ["new", "init"],
])

/** `genrate` is no command; says which may have been meant. */
export function unknownCommand(name: string, program: Command): UsageError {
  const names = program.commands.map((command) => command.name())
  const other = otherCommands.get(name)
  const help =
    other === undefined
      ? suggestionOr(name, names, `the commands are ${shortList(names)}`)
      : `did you mean \`${other}\`?`
  return new UsageError(`unknown command \`${name}\`; ${help}`)
}

/** The parser's own words about a command line, as our words: names in backticks, and what may have been meant. */
export function usageWords(text: string, program: Command): string {
  const option = /^error: unknown option '([^']*)'/.exec(text)?.[1]
  if (option !== undefined) {
    const [flag = option] = option.split("=")
    return `error: unknown option \`${flag}\`; ${optionHelp(flag, program)}\n`
  }
  const choice = /^error: option '(\S+)[^']*' argument '([^']*)' is invalid\./.exec(text)
  if (choice !== null) {
    const [, flag = "", value = ""] = choice
    return `error: \`${value}\` is no value of \`${flag}\`; ${suggestionOr(value, choicesOf(flag, program), takes(flag, program))}\n`
  }
  const bare = /^error: option '(\S+) ([^']*)' argument missing/.exec(text)
  if (bare !== null) {
    const [, flag = "", placeholder = ""] = bare
    const help = choicesOf(flag, program).length > 0 ? takes(flag, program) : `write \`${flag} ${placeholder}\``
    return `error: \`${flag}\` needs a value; ${help}\n`
  }
  const missing = /^error: missing required argument '(.+)'/.exec(text)?.[1]
  const lacking = program.commands.find((command) =>
    command.registeredArguments.some((one) => one.required && one.name() === missing),
  )
  if (lacking !== undefined) {
    return `error: \`sqlgen ${lacking.name()}\` needs an argument; write \`sqlgen ${lacking.name()} <${missing}>\`\n`
  }
  const excess = /^error: too many arguments for '(.+)'\. Expected (\d+)/.exec(text)
  if (excess === null) return text
  const [, name = "", count = ""] = excess
  const most = count === "0" ? "no arguments" : count === "1" ? "one argument" : `${count} arguments`
  return `error: \`sqlgen ${name}\` takes ${most}; \`sqlgen ${name} --help\` lists its options\n`
}

function choicesOf(flag: string, program: Command): readonly string[] {
  const options = [program, ...program.commands].flatMap((command) => command.options)
  return options.find((each) => each.long === flag)?.argChoices ?? []
}

function takes(flag: string, program: Command): string {
  return `it takes ${listOf(choicesOf(flag, program))}`
}

/** An option of another command, one that is written similarly, or where to look. */
function optionHelp(flag: string, program: Command): string {
  const owner = program.commands.find((command) => longFlags(command).includes(flag))
  if (owner !== undefined) return `it is an option of \`sqlgen ${owner.name()}\``
  const short = [program, ...program.commands].flatMap(longFlags).find((long) => long.startsWith(`-${flag}`))
  if (flag.length === 2 && short !== undefined) return `did you mean \`${short}\`?`
  const flags = [program, ...program.commands].flatMap(longFlags)
  return suggestion(flag, [...flags, "--help"]) ?? "`sqlgen --help` lists the options"
}

function longFlags(command: Command): readonly string[] {
  return command.options.flatMap((option) => (option.long === undefined || option.hidden ? [] : [option.long]))
}
