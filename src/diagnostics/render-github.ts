import { linesOf, positionAt } from "../source/line-map.ts"
import { byPosition, type Diagnostic, type Label } from "./diagnostic.ts"
import { helpLine, oneLine } from "./one-line.ts"
import { repositoryPath } from "./repository-path.ts"

export interface GithubOptions {
  /** the project's folder in the repository: "" or `packages/api/`. Annotations count their paths from the repository */
  readonly folder: string
}

/**
 * Diagnostics as workflow commands of GitHub Actions, sorted: each becomes an annotation of the pull request.
 * Second places and help are further lines of its text. "" for no diagnostics.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
 */
export function renderGithub(diagnostics: readonly Diagnostic[], options: GithubOptions): string {
  return diagnostics
    .toSorted(byPosition)
    .map((diagnostic) => `${command(diagnostic, options)}\n`)
    .join("")
}

function command(diagnostic: Diagnostic, { folder }: GithubOptions): string {
  const { primary, secondary, severity, code } = diagnostic
  const path = repositoryPath(folder, primary.file.path)
  const isFolder = path.endsWith("/")
  const lines = [
    `${isFolder ? `${path}: ` : ""}${oneLine(diagnostic.message)}`,
    ...secondary.map((label) => `${placeOf(label, folder)}: ${oneLine(label.text)}`),
    `help: ${helpLine(diagnostic)}`,
  ]
  const properties = [...(isFolder ? [] : [["file", path], ...rangeOf(primary)]), ["title", code]]
  const written = properties.map(([name = "", value = ""]) => `${name}=${escapeProperty(value)}`)
  return `::${severity} ${written.join(",")}::${escapeData(lines.join("\n"))}`
}

/** Ends are inclusive here. The runner refuses columns of a range over several lines, so those have none. */
function rangeOf({ file, span }: Label): readonly (readonly [string, string])[] {
  const map = linesOf(file)
  const first = positionAt(map, span.start)
  const last = positionAt(map, Math.max(span.start, span.end - 1))
  const lines = [["line", `${first.line}`] as const, ["endLine", `${last.line}`] as const]
  if (first.line !== last.line) return lines
  return [...lines, ["col", `${first.column}`], ["endColumn", `${last.column}`]]
}

function placeOf({ file, span }: Label, folder: string): string {
  const { line, column } = positionAt(linesOf(file), span.start)
  return `${repositoryPath(folder, file.path)}:${line}:${column}`
}

/** https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A")
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C")
}
