import type { StorageClass, ValueType } from "../analyze/value-type.ts"

/** The words of the machine contract; a list is one of them with `[]`. */
export type BaseWord = "INTEGER" | "REAL" | "NUMERIC" | "TEXT" | "BLOB" | "BOOLEAN" | "JSON" | "NULL" | "ANY"
export type TypeWord = BaseWord | `${BaseWord}[]`

/** A value's name, type and nullability for machines. `values` are the members of a closed list. */
export interface TypedName {
  readonly name: string
  readonly type: TypeWord
  readonly nullable: boolean
  readonly values?: readonly (string | number)[]
}

/** The least single word that holds all of a type: INTEGER with REAL is NUMERIC, any other mixture ANY. */
export function typeWord(type: ValueType): TypeWord {
  return type.array ? `${baseWord(type)}[]` : baseWord(type)
}

/** A name with its type as the contract prints it. For a list, `nullable` speaks of the list. */
export function typedName(name: string, type: ValueType): TypedName {
  const typed = { name, type: typeWord(type), nullable: type.nullable }
  return type.literals === undefined || type.logical === "boolean" ? typed : { ...typed, values: type.literals }
}

function baseWord(type: ValueType): BaseWord {
  if (type.json !== undefined) return "JSON"
  if (type.logical === "boolean") return "BOOLEAN"
  return storageWords.get([...type.storage].toSorted().join(" ")) ?? "ANY"
}

const single: Readonly<Record<StorageClass, BaseWord>> = {
  integer: "INTEGER",
  real: "REAL",
  text: "TEXT",
  blob: "BLOB",
}
const storageWords: ReadonlyMap<string, BaseWord> = new Map<string, BaseWord>([
  ["", "NULL"],
  ...Object.entries(single),
  ["integer real", "NUMERIC"],
])
