import type { Span } from "../../src/source/source-file.ts"

const width = 110

/**
 * A tree as short text. Names, literals and parameters stand for themselves; what is absent, false or empty is left
 * out. With `spans`, each node is followed by the source text under its span.
 */
export function printTree(node: unknown, source: string, options: { readonly spans: boolean }): string {
  return print(node, "")

  function print(value: unknown, indent: string): string {
    const leaf = printLeaf(value)
    if (leaf !== undefined) return leaf
    if (Array.isArray(value))
      return wrap(
        "[",
        value.map((item) => ["", item] as const),
        "]",
        indent,
      )
    const fields = Object.entries(value as object).filter(
      ([key, field]) =>
        (key !== "kind" && key !== "span" && key !== "opSpan" && !isAbsent(field)) ||
        (key === "args" && field !== undefined && "table" in (value as object)),
    )
    const { kind, span } = value as { kind?: string; span?: Span }
    const text = options.spans && span !== undefined ? `‹${excerpt(source, span)}›` : ""
    const op = options.spans && isSpan(value, "opSpan") ? `‹${excerpt(source, value.opSpan)}›` : ""
    return wrap(
      `(${[kind, op, text].filter((part) => part).join(" ")}`,
      fields.map(([key, field]) => [`${key}=`, field]),
      ")",
      indent,
    )
  }

  function wrap(open: string, fields: readonly (readonly [string, unknown])[], close: string, indent: string): string {
    const glue = open === "[" || open === "(" ? "" : " "
    const flat = fields.map(([key, field]) => key + print(field, "")).join(" ")
    if (fields.length === 0) return open + close
    if (indent.length + flat.length <= width && !flat.includes("\n")) return open + glue + flat + close
    const inner = `${indent}  `
    return `${open}${fields.map(([key, field]) => `\n${inner}${key}${print(field, inner)}`).join("")}${close}`
  }
}

function isAbsent(field: unknown): boolean {
  return field === undefined || field === false || (Array.isArray(field) && field.length === 0)
}

function isSpan<K extends string>(value: unknown, key: K): value is { readonly [k in K]: Span } {
  return typeof value === "object" && value !== null && key in value
}

function excerpt(source: string, span: Span): string {
  const text = source.slice(span.start, span.end).replace(/\s+/g, " ")
  return text.length <= 44 ? text : `${text.slice(0, 20)} … ${text.slice(-20)}`
}

function printLeaf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return typeof value === "string" ? value : String(value)
  if ("quote" in value) return printName(value as never)
  const tagged = value as { kind?: string; type?: string }
  if (tagged.kind === "column") {
    const { schema, table, name } = value as { schema?: never; table?: never; name: never }
    return [schema, table, name]
      .filter((part) => part !== undefined)
      .map(printName)
      .join(".")
  }
  if (tagged.kind === "parameter") return (value as { text: string } & object).text
  if (tagged.kind === "literal") return printLiteral((value as { value: never } & object).value)
  if (tagged.kind === undefined && "name" in value && "schema" in value) {
    const { schema, name } = value as { schema?: never; name: never }
    return schema === undefined ? printName(name) : `${printName(schema)}.${printName(name)}`
  }
  return undefined
}

function printName(name: { readonly text: string; readonly quote: string | undefined }): string {
  return name.quote === undefined ? name.text : `${name.quote}${name.text}${name.quote === "[" ? "]" : name.quote}`
}

function printLiteral(value: {
  type: string
  text?: string
  value?: unknown
  bytes?: Uint8Array
  what?: string
}): string {
  switch (value.type) {
    case "null":
      return "NULL"
    case "integer":
      return value.text ?? ""
    case "text":
      return `'${String(value.value)}'`
    case "blob":
      return `x'${Buffer.from(value.bytes ?? []).toString("hex")}'`
    default:
      return `${value.type}:${value.text ?? value.what ?? String(value.value)}`
  }
}
