import { type JsonNode, memberOf, parseJson } from "./json-text.ts"

/** What is put into a JSON file. */
export type Json = string | { readonly [key: string]: Json }

/**
 * A JSON text with members put at the end of the object at `path`, which is made where it is missing. All other text
 * stays as it is, and what is new is laid out like its neighbours. Undefined when the text is not JSON or something else
 * stands at the path. Whether the members are there already is the caller's to know.
 */
export function addMembers(
  text: string,
  path: readonly string[],
  members: Readonly<Record<string, Json>>,
): string | undefined {
  const parsed = parseJson(text, { comments: false })
  if (!parsed.ok) return undefined
  let node = parsed.value
  let added = members
  for (const [depth, key] of path.entries()) {
    const next = memberOf(node, key)?.value
    if (next === undefined) {
      added = path.slice(depth).reduceRight<Readonly<Record<string, Json>>>((inner, name) => ({ [name]: inner }), added)
      break
    }
    node = next
  }
  if (node.kind !== "object") return undefined
  return inserted(text, node, added, layoutOf(text, parsed.value))
}

/** How a file is laid out. */
interface Layout {
  readonly lineBreak: string
  /** one level of indentation */
  readonly unit: string
}

function layoutOf(text: string, root: JsonNode): Layout {
  const first = root.kind === "object" ? root.members[0] : undefined
  const indent = first === undefined ? undefined : /\n([ \t]+)$/.exec(text.slice(0, first.keySpan.start))?.[1]
  return { lineBreak: text.includes("\r\n") ? "\r\n" : "\n", unit: indent ?? "  " }
}

function inserted(
  text: string,
  object: Extract<JsonNode, { readonly kind: "object" }>,
  members: Readonly<Record<string, Json>>,
  layout: Layout,
): string {
  const last = object.members.at(-1)
  if (last === undefined) {
    const outer = `${layout.lineBreak}${/^[ \t]*/.exec(text.slice(lineStart(text, object.span.start)))?.[0] ?? ""}`
    return `${text.slice(0, object.span.start)}${written(members, outer, layout.unit)}${text.slice(object.span.end)}`
  }
  const between = /\n([ \t]*)$/.exec(text.slice(0, last.keySpan.start))
  const gap = between === null ? " " : `${layout.lineBreak}${between[1] ?? ""}`
  const parts = Object.entries(members).map(([key, value]) => {
    return `,${gap}${JSON.stringify(key)}: ${written(value, gap, layout.unit)}`
  })
  return `${text.slice(0, last.value.span.end)}${parts.join("")}${text.slice(last.value.span.end)}`
}

/** A value whose line starts with `gap`; on one line when its neighbours stand on one. */
function written(value: Json, gap: string, unit: string): string {
  if (typeof value === "string") return JSON.stringify(value)
  const inner = gap === " " ? " " : `${gap}${unit}`
  const parts = Object.entries(value).map(([key, each]) => {
    return `${inner}${JSON.stringify(key)}: ${written(each, inner, unit)}`
  })
  return `{${parts.join(",")}${gap}}`
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1
}
