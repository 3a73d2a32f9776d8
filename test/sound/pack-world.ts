import type { Engine, SqlValue } from "../../src/engine/engine.ts"
import type { Random } from "./random.ts"

/** A row to be inserted, by column. */
export type Row = Readonly<Record<string, SqlValue>>

/** What the rows of one round have in common. */
export interface World {
  readonly engine: Engine
  readonly random: Random
  /** an instant near those of other rows, so that many are equal */
  readonly time: () => bigint
  /** how often a value is swapped for a wild one; SQLite judges what comes out */
  readonly wildness: number
}

/** A version of a definition that was made. */
export interface Definition {
  readonly name: string
  readonly version: bigint
  readonly nodes: readonly string[]
}

/** A workflow that was made. */
export interface Workflow {
  readonly id: string
  readonly status: string
  readonly token: bigint
  readonly definition: Definition
}

export const statuses = ["queued", "running", "paused", "succeeded", "failed", "cancelled", "expired", "dead"]
export const live = ["queued", "running", "paused"]
export const names = ["order", "a", "A", "é😀", "x'y", "1"]
export const workers = ["worker-1", "worker-1/7", "", "é😀"]
export const kinds = ["card.charge", "image.resize", "", "😀"]
export const errors = [
  ["timeout", "timeout after 3000 ms"],
  ["", ""],
  ["lease-lost", "the worker lost its lease"],
  ["é", "😀 'quoted' \"text\"\n--"],
] as const
export const contexts = [
  '{"count":1,"items":[1,2],"more":null,"new":1}',
  "{}",
  '{"user":{"id":"u1"}}',
  '{"user":{"id":"é😀","name":null},"note":""}',
  ' { "note" : "x" , "items" : [1, 2.5, null, {"a": true}] } ',
  '{"user":{"id":"1"},"note":"\\u0000"}',
]
export const anyJson = [...contexts, "[]", "null", "true", "0", "-1.5e3", '"text"', "[[],{}]", "9007199254740993"]
const extremes = [
  9_007_199_254_740_991n,
  9_007_199_254_740_993n,
  9_223_372_036_854_775_807n,
  -9_007_199_254_740_992n,
  -9_223_372_036_854_775_808n,
]
const wild: readonly SqlValue[] = [null, 0n, 1n, 2n, -1n, "", "x", "queued", "running", "failed"]
/** What they hold is the author's word (`@json`), beyond what the CHECKs ask for. */
const promised = new Set(["context", "result", "input", "output", "data", "state"])

/** The times and the wildness of one round. */
export function worldOf(engine: Engine, random: Random): World {
  const base = random.pick([0n, 1_700_000_000_000n, 1_700_000_000_000n, 9_007_199_254_700_000n])
  const steps = [0n, 0n, 0n, 1n, 1000n, 1000n, 30_000n, 60_000n, 3_600_000n]
  const tail = random.chance(0.25) ? extremes : [0n, 1n, -1n]
  return {
    engine,
    random,
    time: () => (random.chance(0.04) ? random.pick(tail) : base + random.pick(steps)),
    wildness: random.pick([0, 0.05, 0.3]),
  }
}

/** Inserts a row if SQLite takes it; a row that was made wild and is refused goes in as it was. */
export function insert(world: World, table: string, row: Row): void {
  const { random } = world
  const keys = Object.keys(row).filter((key) => !promised.has(key))
  if (random.chance(world.wildness)) {
    const other = { ...row, [random.pick(keys)]: random.chance(0.2) ? random.pick(extremes) : random.pick(wild) }
    if (write(world.engine, table, other)) return
  }
  write(world.engine, table, row)
}

function write(engine: Engine, table: string, row: Row): boolean {
  const columns = Object.keys(row)
  const places = columns.map((_, index) => `?${index + 1}`).join(", ")
  return engine.query(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${places})`, Object.values(row)).ok
}

/** 0, 1, ... below the count. */
export function times(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index)
}

/** The value, or NULL. */
export function maybe<T>(random: Random, probability: number, value: T): T | null {
  return random.chance(probability) ? value : null
}

/** The two columns that are NULL together. */
export function errorPair(random: Random, isThere: boolean): Row {
  const [fingerprint, message] = isThere ? random.pick(errors) : [null, null]
  return { error_fingerprint: fingerprint, error_message: message }
}
