import fc from "fast-check"
import type { Item, Value } from "../../src/emit/value.ts"

/** Values that a caller may give although the types forbid it, and that no check may misjudge. */
const odd: readonly unknown[] = [
  null,
  undefined,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -0,
  0,
  1,
  2,
  1.5,
  2.5,
  -3,
  5,
  6,
  0.5,
  2 ** 53,
  -(2 ** 53),
  2 ** 53 - 1,
  1e300,
  true,
  false,
  "",
  "0",
  "1",
  "é😀",
  "😀😀😀😀",
  "ready",
  "only",
  "x",
  "[]",
  "null",
  "9223372036854775807",
  "9223372036854775808",
  0n,
  1n,
  2n ** 63n - 1n,
  2n ** 63n,
  -(2n ** 63n),
  -(2n ** 63n) - 1n,
  new Uint8Array([1, 2]),
  Buffer.from([3]),
  new ArrayBuffer(2),
  new Date(0),
  new Map(),
  /x/,
  Symbol("s"),
  () => 1,
  [],
  [undefined],
  [null],
  [1, "a"],
  [1.5, Number.NaN],
  new Array(2),
  [[true]],
  [["a"], 1],
  ["a", null, null],
  {},
  { id: "a" },
  { id: "a", more: undefined },
  { id: "a", more: [1] },
  { a: null, b: 2 },
  { user: "u", depth: 1 },
  { user: "u", depth: "1", more: 1 },
  { n: null },
  Object.create(null),
  Object.create({ inherited: 1 }),
  new (class Thing {})(),
  { a: undefined },
  { a: () => 1 },
  { a: 1n },
  JSON.parse('{"__proto__":1}'),
  { [Symbol.iterator]: 1 },
]

export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...odd) },
  fc.jsonValue(),
  fc.string(),
  fc.integer(),
  fc.double(),
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
)

/** What a caller may give, as TypeScript sees it. */
export function valid({ item, nullable, list }: Value): fc.Arbitrary<unknown> {
  const one = validItem(item)
  const whole = list ? fc.array(one, { maxLength: 4 }) : one
  return nullable ? fc.option(whole) : whole
}

function validItem(item: Item): fc.Arbitrary<unknown> {
  switch (item.kind) {
    case "string":
      return fc.string({ minLength: item.limits?.minLength ?? 0, maxLength: item.limits?.maxLength ?? 10 })
    case "integer":
      return item.limits === undefined
        ? fc.maxSafeInteger()
        : fc.integer({ min: item.limits.min ?? -9, max: item.limits.max ?? 9 })
    case "timestamp_ms":
      return fc.maxSafeInteger()
    case "number":
      return item.limits === undefined
        ? fc.double({ noNaN: true, noDefaultInfinity: true })
        : fc.double({ min: 0.01, max: item.limits.max ?? 2, noNaN: true })
    case "boolean":
      return fc.boolean()
    case "blob":
      return fc.uint8Array({ maxLength: 4 })
    case "bigint":
      return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
    case "json":
      return fc.jsonValue()
    case "any":
      return fc.oneof(fc.string(), fc.integer(), fc.uint8Array({ maxLength: 4 }))
    case "scalar":
      return fc.oneof(fc.string(), fc.integer())
    case "null":
      return fc.constant(null)
    case "literals":
      return fc.constantFrom(...item.values)
    case "ref":
      return fc.record({ user: fc.string(), depth: fc.integer() })
    case "object": {
      const requiredKeys = item.fields.flatMap(({ name, optional }) => (optional ? [] : [name]))
      return fc.record(Object.fromEntries(item.fields.map(({ name, value }) => [name, valid(value)])), { requiredKeys })
    }
    case "record":
      return fc.dictionary(fc.string(), valid(item.value), { maxKeys: 3 })
    case "array":
      return fc.array(valid(item.element), { maxLength: 4 })
    case "tuple":
      return fc.tuple(...item.items.map(valid))
  }
}

/** The same value as a driver hands it over; D1 has blobs as lists of numbers. */
export function stored({ item, list }: Value, value: unknown): unknown {
  if (value === null) return null
  if (list) return JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? Number(inner) : inner))
  switch (item.kind) {
    case "boolean":
      return value === true ? 1 : 0
    case "bigint":
      return String(value)
    case "blob":
      return value instanceof Uint8Array && value.length % 2 === 0 ? [...value] : value
    case "json":
    case "ref":
    case "object":
    case "record":
    case "array":
    case "tuple":
      return JSON.stringify(value)
    default:
      return value
  }
}

/** What may lie in a row: storage classes as drivers have them, JSON texts right and wrong, and odd things. */
export const hostileStored: fc.Arbitrary<unknown> = fc.oneof(
  // no driver hands over an object without prototype
  hostile.map((value) => (isBare(value) ? {} : value)),
  fc.json(),
  fc.constantFrom(
    '{"user":"u","depth":1}',
    '{"user":1}',
    "[1,null]",
    '["a",1.5,null]',
    '["ready",null]',
    "{",
    "[[true]]",
    "a\0bcdef",
    "\0",
    '{"n":1}',
    '{"id":"a","more":[1]}',
    '{"a":1,"b":null}',
    "1e999",
  ),
)

function isBare(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === null
}
