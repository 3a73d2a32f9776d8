import { linesOf, positionAt } from "../source/line-map.ts"
import type { SourceFile, Span } from "../source/source-file.ts"
import { type DiagnosticCode, entryOf } from "./codes.ts"
import { byPosition, type Diagnostic, type Label, type TextEdit } from "./diagnostic.ts"
import { fingerprints, queryFinder } from "./fingerprint.ts"
import { oneLine, sentence } from "./one-line.ts"
import { repositoryPath } from "./repository-path.ts"

export interface SarifOptions {
  /** of sqlgen */
  readonly version: string
  /** the project's folder in the repository: "" or `packages/api/`. Paths count from the repository */
  readonly folder: string
  /** the page of a code as Markdown */
  readonly page: (code: DiagnosticCode) => string | undefined
}

const base = "%SRCROOT%"

/**
 * Diagnostics as one SARIF 2.1.0 log, sorted, ending with a line break: for code scanning and viewers.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html
 */
export function renderSarif(diagnostics: readonly Diagnostic[], options: SarifOptions): string {
  const sorted = diagnostics.toSorted(byPosition)
  const rules = [...new Set(sorted.map((diagnostic) => diagnostic.code))].sort()
  const marks = fingerprints(sorted)
  const queryAt = queryFinder()
  const results = sorted.map((diagnostic, index) => ({
    ruleIndex: rules.indexOf(diagnostic.code),
    ...resultOf(diagnostic, queryAt(diagnostic.primary.file, diagnostic.primary.span.start), options),
    partialFingerprints: { "sqlgen/v1": marks[index] },
  }))
  const driver = { name: "sqlgen", version: options.version, rules: rules.map((code) => ruleOf(code, options)) }
  const run = {
    tool: { driver },
    columnKind: "unicodeCodePoints",
    originalUriBaseIds: { [base]: { description: { text: "the folder that paths count from" } } },
    results,
  }
  const log = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] }
  return `${JSON.stringify(log, undefined, 2)}\n`
}

function ruleOf(code: DiagnosticCode, { page }: SarifOptions) {
  const { severity, meaning } = entryOf(code)
  const text = `${meaning}; \`sqlgen explain ${code}\` prints its page`
  const markdown = page(code)?.replace(/<!--[\s\S]*?-->\n*/g, "")
  return {
    id: code,
    shortDescription: { text: meaning },
    help: markdown === undefined ? { text } : { text, markdown },
    defaultConfiguration: { level: severity },
  }
}

function resultOf(diagnostic: Diagnostic, query: string | undefined, { folder }: SarifOptions) {
  const { primary, secondary, fix } = diagnostic
  return {
    ruleId: diagnostic.code,
    level: diagnostic.severity,
    message: { text: sentence(diagnostic) },
    locations: [
      {
        ...locationOf(primary, folder),
        ...(query === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: query, kind: "function" }] }),
      },
    ],
    ...(secondary.length === 0 ? {} : { relatedLocations: secondary.map((label) => locationOf(label, folder)) }),
    ...(fix === undefined ? {} : { fixes: [fixOf(fix, folder)] }),
  }
}

function locationOf(label: Label, folder: string) {
  const physicalLocation = {
    artifactLocation: artifactOf(label.file, folder),
    region: regionOf(label.file, label.span),
  }
  return label.text === "" ? { physicalLocation } : { physicalLocation, message: { text: oneLine(label.text) } }
}

function fixOf(fix: TextEdit, folder: string) {
  const replacement = { deletedRegion: regionOf(fix.file, fix.span), insertedContent: { text: fix.text } }
  const change = { artifactLocation: artifactOf(fix.file, folder), replacements: [replacement] }
  return { description: { text: `replace by \`${oneLine(fix.text)}\`` }, artifactChanges: [change] }
}

/** A path with characters that URIs have other uses for is written as one; half a surrogate pair cannot be. */
function artifactOf(file: SourceFile, folder: string) {
  const path = repositoryPath(folder, file.path).replace(/\p{Surrogate}/gu, "\ufffd")
  return { uri: path.split("/").map(encodeURIComponent).join("/"), uriBaseId: base }
}

/** Lines and columns from 1, the end exclusive. */
function regionOf(file: SourceFile, span: Span) {
  const map = linesOf(file)
  const from = positionAt(map, span.start)
  const to = positionAt(map, span.end)
  return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column }
}
