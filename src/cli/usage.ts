import type { Command } from "commander"
import { listOf, suggestion } from "../diagnostics/suggest.ts"

/** A command line that cannot be carried out: its words have been printed, or are the message. Exit code 2. */
export class UsageError extends Error {}

/** `genrate` is no command; says which may have been meant. */
export function unknownCommand(name: string, program: Command): UsageError {
  const names = program.commands.map((command) => command.name())
  const help = suggestion(name, names) ?? `the commands are ${names.join(", ")}`
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
  if (choice === null) return text
  const [, flag = "", value = ""] = choice
  const options = [program, ...program.commands].flatMap((command) => command.options)
  const choices = options.find((each) => each.long === flag)?.argChoices ?? []
  const help = suggestion(value, choices) ?? `it takes ${listOf(choices)}`
  return `error: \`${value}\` is no value of \`${flag}\`; ${help}\n`
}

/** An option of another command, one that is written similarly, or where to look. */
function optionHelp(flag: string, program: Command): string {
  const owner = program.commands.find((command) => longFlags(command).includes(flag))
  if (owner !== undefined) return `it is an option of \`sqlgen ${owner.name()}\``
  const flags = [program, ...program.commands].flatMap(longFlags)
  return suggestion(flag, [...flags, "--help"]) ?? "`sqlgen --help` lists the options"
}

function longFlags(command: Command): readonly string[] {
  return command.options.flatMap((option) => (option.long === undefined || option.hidden ? [] : [option.long]))
}
