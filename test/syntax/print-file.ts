import type { Diagnostic, Label } from "../../src/diagnostics/diagnostic.ts"
import { lineMap, positionAt } from "../../src/source/line-map.ts"
import type { SourceFile, Span } from "../../src/source/source-file.ts"
import { parseQueryFile, parseSchemaFile } from "../../src/syntax/parse-file.ts"
import type { Statement } from "../../src/syntax/statement.ts"
import { tokenize } from "../../src/syntax/tokenize.ts"
import { printTree } from "./print-tree.ts"

/** What a case prints of its SQL. */
export type Mode = "tree" | "spans" | "query" | "schema" | "tokens" | "placeholders"

export function printCase(text: string, mode: Mode): string {
  const file: SourceFile = { path: "case.sql", text }
  switch (mode) {
    case "tokens":
      return tokenize(text)
        .filter((token) => token.kind !== "space")
        .map((token) => `${token.kind}${token.closed ? "" : " (open)"} ${visible(token.text)}`)
        .join("\n")
    case "placeholders":
      return parseSchemaFile(file)
        .value.map((statement) =>
          statement.placeholders.map(({ text, name, index }) => `${index} ${text} ${name}`).join("\n"),
        )
        .join("\n")
    case "tree":
    case "spans":
      return parseSchemaFile(file)
        .value.map((statement) => printStatement(statement, mode === "spans"))
        .join("\n")
    case "query":
    case "schema": {
      const outcome = mode === "query" ? parseQueryFile(file) : parseSchemaFile(file)
      return [...outcome.value.map(printAnnotations), ...outcome.diagnostics.map(printDiagnostic)].join("\n")
    }
  }
}

function printStatement(statement: Statement, spans: boolean): string {
  if (statement.ast !== undefined) return printTree(statement.ast, statement.file.text, { spans })
  const { message, span } = statement.parseError ?? { message: "neither tree nor error", span: statement.span }
  return `${message} at ${place(statement.file, span)}`
}

function printAnnotations(statement: Statement): string {
  const { annotation, schemaAnnotations, ignores, file } = statement
  const lines = [`statement ${excerpt(file, statement.span)}${statement.ast === undefined ? " (does not parse)" : ""}`]
  if (annotation !== undefined) {
    const cardinality = annotation.cardinality === undefined ? "" : ` :${annotation.cardinality.value}`
    lines.push(`  name ${annotation.name.text}${cardinality} over ${place(file, annotation.span)}`)
    if (annotation.doc !== "") lines.push(...annotation.doc.split("\n").map((line) => `  doc |${line}`))
    for (const kind of ["params", "columns"] as const) {
      for (const { name, type, text } of annotation[kind]) {
        lines.push(
          `  ${kind} ${name.text}${type === undefined ? "" : ` type ${printTree(type, file.text, { spans: true })}`} |${text}`,
        )
      }
    }
    const { retry, consistency } = annotation
    if (retry !== undefined) lines.push(`  retry ${retry.kind}${retry.kind === "unsafe" ? "" : ` by ${retry.by.text}`}`)
    if (consistency !== undefined) lines.push(`  consistency ${consistency.value}`)
    for (const { name, value } of annotation.examples) lines.push(`  example ${name.text} = ${place(file, value.span)}`)
  }
  for (const schema of schemaAnnotations)
    lines.push(`  ${schema.kind} ${printTree({ ...schema, kind: undefined }, file.text, { spans: true })}`)
  for (const { code, reason, covers } of ignores)
    lines.push(`  ignore ${code.text} (${reason}) over ${excerpt(file, covers)}`)
  for (const { statement: step, named, expect } of statement.steps ?? []) {
    const numbers = step.placeholders.map(({ text, index }) => `${text}=${index}`).join(" ")
    lines.push(`  step${named ? "" : " (unnamed)"} ${numbers}`, printAnnotations(step).replace(/^/gm, "    "))
    if (expect !== undefined)
      lines.push(`    expect ${expect.counts} ${expect.test} ${expect.count} else ${expect.reason.text}`)
  }
  return lines.join("\n")
}

function printDiagnostic(diagnostic: Diagnostic): string {
  const lines = [
    `${diagnostic.severity}[${diagnostic.code}]: ${diagnostic.message}`,
    `  ${printLabel(diagnostic.primary)}`,
  ]
  for (const label of diagnostic.secondary) lines.push(`  also ${printLabel(label)}`)
  if (diagnostic.help !== undefined) lines.push(`  help: ${diagnostic.help}`)
  if (diagnostic.fix !== undefined)
    lines.push(`  fix: ${place(diagnostic.fix.file, diagnostic.fix.span)} -> ‹${diagnostic.fix.text}›`)
  return lines.join("\n")
}

function printLabel(label: Label): string {
  return `${place(label.file, label.span)} ${label.text}`
}

function place(file: SourceFile, span: Span): string {
  const { line, column } = positionAt(lineMap(file.text), span.start)
  return `${line}:${column} ${excerpt(file, span)}`
}

function excerpt(file: SourceFile, span: Span): string {
  const text = visible(file.text.slice(span.start, span.end))
  return `‹${text.length <= 60 ? text : `${text.slice(0, 28)} … ${text.slice(-28)}`}›`
}

function visible(text: string): string {
  return JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("\ufeff", "\\u{feff}")
}
