import type { CheckedQuery } from "../../src/analyze/checked-query.ts"
import type { JsonShape, ValueType } from "../../src/analyze/value-type.ts"
import { checkedQuery, schemaFile, type } from "./checked-query.ts"

const unknown: JsonShape = { kind: "unknown" }

/** `Context` of `sql/schemas.ts` (see `compile.ts`). */
export const context: JsonShape = { kind: "ref", ref: { module: "../schemas.ts", name: "Context" }, from: schemaFile }

const text: JsonShape = { kind: "scalar", scalar: "string", nullable: false, literals: undefined }
const number: JsonShape = { kind: "scalar", scalar: "number", nullable: true, literals: undefined }
const truth: JsonShape = { kind: "scalar", scalar: "boolean", nullable: false, literals: undefined }
const status: JsonShape = { kind: "scalar", scalar: "string", nullable: true, literals: ["ready", "done"] }

/** JSON whose structure was inferred, of every kind. */
export const shapes: readonly JsonShape[] = [
  { kind: "object", fields: [] },
  { kind: "tuple", items: [] },
  { kind: "tuple", items: [text, number, { kind: "null" }] },
  { kind: "array", element: number },
  { kind: "array", element: { kind: "array", element: truth } },
  { kind: "array", element: status },
  { kind: "record", value: number },
  { kind: "array", element: { kind: "nullable", shape: { kind: "record", value: status } } },
  {
    kind: "object",
    fields: [
      { name: "id", type: text },
      { name: "count", type: { kind: "scalar", scalar: "number", nullable: true, literals: undefined, whole: true } },
      { name: "more", type: { kind: "array", element: number }, optional: true },
      { name: "owner", type: { kind: "nullable", shape: { kind: "object", fields: [{ name: "n", type: number }] } } },
    ],
  },
  {
    kind: "object",
    fields: [
      { name: "id", type: text },
      { name: "two words", type: unknown },
      { name: "tags", type: { kind: "array", element: text } },
      {
        name: "pair",
        type: { kind: "tuple", items: [status, { kind: "object", fields: [{ name: "n", type: number }] }] },
      },
    ],
  },
]

const base: readonly (readonly [string, ValueType])[] = [
  ["text", type(["text"])],
  ["integer", type(["integer"])],
  ["real", type(["real"])],
  ["numeric", type(["integer", "real"])],
  ["bytes", type(["blob"])],
  ["flag", type(["integer"], { logical: "boolean", literals: [0, 1] })],
  ["big", type(["integer"], { logical: "bigint" })],
  ["moment", type(["integer"], { logical: "timestamp_ms" })],
  ["scalar", type(["integer", "text"])],
  ["anything", type(["integer", "real", "text", "blob"])],
  ["status", type(["text"], { literals: ["ready", 'it"s', "done"] })],
  ["only", type(["text"], { literals: ["only"] })],
  ["level", type(["integer"], { literals: [0, 1, -2] })],
  ["mixed", type(["integer", "real", "text"], { literals: [1, 1.5, "x"] })],
  ["positive", type(["integer"], { limits: { min: 1 } })],
  ["small", type(["integer"], { limits: { min: -3, max: 5 } })],
  ["share", type(["real"], { limits: { above: 0, max: 1 } })],
  ["below", type(["integer", "real"], { limits: { min: 0, below: 2.5 } })],
  ["filled", type(["text"], { limits: { minLength: 1 } })],
  ["short", type(["text"], { limits: { minLength: 1, maxLength: 3 } })],
  ["brief", type(["text"], { limits: { maxLength: 2 } })],
  ["data", type(["text"], { json: unknown })],
  ["context", type(["text"], { json: context })],
  ...shapes.map((json, index) => [`shape${index}`, type(["text"], { json })] as const),
]

/** Every type of a single value, under a name of its own, and each nullable. */
export const singles: readonly (readonly [string, ValueType])[] = [
  ...base,
  ...base.map(([name, known]) => [`${name}OrNull`, { ...known, nullable: true }] as const),
  ["nothing", type([], { nullable: true })],
]

/** Every type of a list, and each list nullable. */
export const lists: readonly (readonly [string, ValueType])[] = singles
  .filter(([name]) => name !== "nothing")
  .map(([name, known]) => [`${name}List`, { ...known, array: true }] as const)

/** Names that no variable, property or comment may trip over. */
const oddNames = [
  "default",
  "class",
  "params",
  "row",
  "checked",
  "element",
  "isNull",
  "Number",
  "undefined",
  "two words",
  "it's",
  "1st",
  "",
  "value$",
  "rawFlag",
  "flag",
  "toBoolean",
  "Context",
  "größe",
  "a`b{c}",
  "constructor",
  "standardCheck",
  "keyCount",
] as const

/** Queries that use everything there is. */
export const examples: readonly CheckedQuery[] = [
  checkedQuery({
    name: "everything",
    doc: "Reads everything.\n\nA second paragraph that ends the comment */ early, or would.",
    parameters: [...singles, ...lists],
    columns: [...singles, ...lists],
    sql: "SELECT\n  '`', '$\u007bx}', '\\n' -- not\\escaped\nFROM things\nWHERE id = ?1",
  }),
  checkedQuery({
    name: "odd",
    cardinality: "optional",
    parameters: oddNames.map((name) => [name, type(["integer"], { logical: "boolean" }), `the ${name}`] as const),
    columns: oddNames.map((name) => [name, type(["integer"], { logical: "boolean" }), `*/ ${name}`] as const),
  }),
  checkedQuery({ name: "isNull", cardinality: "one", columns: [["isNull", type(["text"], { nullable: true })]] }),
  checkedQuery({ name: "Context", parameters: [["context", type(["text"], { json: context })]], cardinality: "exec" }),
  checkedQuery({ name: "count", cardinality: "one", columns: [["count", type(["integer"])]] }),
  checkedQuery({ name: "release", cardinality: "exec", parameters: [["id", type(["text"])]] }),
  checkedQuery({ name: "vacuum", cardinality: "exec" }),
  checkedQuery({
    name: "aQueryWhoseNameIsSoLongThatItsDeclarationDoesNotFitOnOneLineOfTheFile",
    columns: [
      ["aColumnWhoseNameIsLong", type(["text"], { literals: Array.from({ length: 9 }, (_, at) => `member ${at}`) })],
    ],
  }),
]
