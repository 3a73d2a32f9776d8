import { expectTypeOf, test } from "vitest"
import type * as z from "zod"
import type { d1 } from "../../src/runtime/drivers/d1.ts"
import type { native } from "../../src/runtime/drivers/native.ts"
import type {
  BulkResult,
  Driver,
  Infer,
  InferInput,
  InteractiveDriver,
  Mode,
  Pending,
  Prepared,
  Reply,
  StagedDriver,
  staged,
} from "../../src/runtime/index.ts"
import { addPairs, addParents, type CratesInParams } from "../runtime/conformance/lists.gen.ts"
import {
  type Context,
  type CountRow,
  countThings,
  getThing,
  manyByText,
  optionalByText,
  type ThingRow,
} from "../runtime/conformance/things.ts"
import { renameThree } from "../runtime/conformance/transactions.ts"
import { addParent, addParentReturning, parentCodes } from "../runtime/conformance/writes.ts"

declare const sync: Driver<"sync">
declare const later: Driver<"async">
declare const interactive: InteractiveDriver<"sync">
declare const staging: StagedDriver

test("a sync driver answers at once", () => {
  expectTypeOf(getThing(sync, { id: "a" })).toEqualTypeOf<ThingRow>()
  expectTypeOf(optionalByText(sync, { text: "a" })).toEqualTypeOf<{ readonly id: string } | null>()
  expectTypeOf(manyByText(sync, { text: "a" })).toEqualTypeOf<{ readonly id: string }[]>()
  expectTypeOf(addParent(sync, { id: 1, code: "a" })).toEqualTypeOf<number>()
  expectTypeOf(sync.batch([])).toEqualTypeOf<[]>()
})

test("an async driver answers with a promise", () => {
  expectTypeOf(getThing(later, { id: "a" })).toEqualTypeOf<Promise<ThingRow>>()
  expectTypeOf(optionalByText(later, { text: "a" })).toEqualTypeOf<Promise<{ readonly id: string } | null>>()
  expectTypeOf(manyByText(later, { text: "a" })).toEqualTypeOf<Promise<{ readonly id: string }[]>>()
  expectTypeOf(addParent(later, { id: 1, code: "a" })).toEqualTypeOf<Promise<number>>()
})

test("a query without parameters takes none", () => {
  expectTypeOf(countThings(sync)).toEqualTypeOf<CountRow>()
  expectTypeOf(parentCodes.with()).toEqualTypeOf<Prepared<{ readonly code: string }[]>>()
  // @ts-expect-error there is nothing to give
  void countThings(sync, { id: "a" })
})

test("a bulk insert answers counts or rows, and its rows are exact", () => {
  const rows = [{ id: 1, code: "a" }]
  expectTypeOf(addParents(sync, { rows })).toEqualTypeOf<BulkResult>()
  expectTypeOf(addParents(later, { rows })).toEqualTypeOf<Promise<BulkResult>>()
  expectTypeOf(addPairs(later, { rows: [] })).toEqualTypeOf<Promise<{ readonly x: string; readonly y: number }[]>>()
  expectTypeOf(sync.batch([addParents.with({ rows }), addPairs.with({ rows: [] })])).toEqualTypeOf<
    [BulkResult, { readonly x: string; readonly y: number }[]]
  >()
  // @ts-expect-error one row is no list
  void addParents(sync, { id: 1, code: "a" })
  // @ts-expect-error a field is missing
  void addParents(sync, { rows: [{ id: 1 }] })
  // @ts-expect-error a field that no column has
  void addParents(sync, { rows: [{ id: 1, code: "a", extra: 1 }] })
  // @ts-expect-error NULL where the column takes none
  void addParents(sync, { rows: [{ id: 1, code: null }] })
})

test("a list in IN is of what stands on the other side", () => {
  expectTypeOf<CratesInParams["names"]>().toEqualTypeOf<readonly string[]>()
  expectTypeOf<CratesInParams["bigs"]>().toEqualTypeOf<readonly bigint[]>()
  expectTypeOf<CratesInParams["hashes"]>().toEqualTypeOf<readonly Uint8Array[]>()
  expectTypeOf<CratesInParams["flags"]>().toEqualTypeOf<readonly boolean[]>()
})

test("a batch answers with a tuple", () => {
  const calls = [
    getThing.with({ id: "a" }),
    optionalByText.with({ text: "a" }),
    parentCodes.with(),
    addParent.with({ id: 1, code: "a" }),
  ] as const
  type Answers = [ThingRow, { readonly id: string } | null, { readonly code: string }[], number]
  expectTypeOf(sync.batch(calls)).toEqualTypeOf<Answers>()
  expectTypeOf(later.batch(calls)).toEqualTypeOf<Promise<Answers>>()
  expectTypeOf(later.batch([addParent.with({ id: 1, code: "a" }), parentCodes.with()])).toEqualTypeOf<
    Promise<[number, { readonly code: string }[]]>
  >()
  const many: Prepared<number>[] = []
  expectTypeOf(sync.batch(many)).toEqualTypeOf<number[]>()
})

test("parameters are exact", () => {
  // @ts-expect-error missing
  void getThing(sync, {})
  // @ts-expect-error wrong type
  void getThing(sync, { id: 1 })
  // @ts-expect-error NULL where none is meant
  void getThing(sync, { id: null })
  // @ts-expect-error unknown key
  void getThing(sync, { id: "a", extra: 1 })
  // @ts-expect-error missing altogether
  void getThing(sync)
  // @ts-expect-error a row is not an array of rows
  void addParentReturning(sync, { id: 1, code: "a" }).length
})

test("code over any mode passes the mode on", () => {
  function firstParent<M extends Mode>(db: Driver<M>): Reply<M, { readonly code: string }[]> {
    return parentCodes(db)
  }
  expectTypeOf(firstParent(sync)).toEqualTypeOf<{ readonly code: string }[]>()
  expectTypeOf(firstParent(later)).toEqualTypeOf<Promise<{ readonly code: string }[]>>()
})

test("drivers say how they answer", () => {
  expectTypeOf<ReturnType<typeof d1>>().toEqualTypeOf<Driver<"async">>()
  expectTypeOf<ReturnType<typeof native>>().toEqualTypeOf<InteractiveDriver<"sync">>()
})

test("an open transaction reads, a staged one does not, and both say which they are", () => {
  expectTypeOf<ReturnType<typeof staged<typeof later>>>().toExtend<StagedDriver>()
  void staging.transaction(async (tx) => {
    // @ts-expect-error there is nothing to read with
    await parentCodes(tx)
    // @ts-expect-error nor to write and look
    await tx.exec(addParent.statement, { id: 1, code: "a" })
    const pending = await tx.run(parentCodes.with())
    expectTypeOf(pending).toEqualTypeOf<Pending<{ readonly code: string }[]>>()
  })
  const answer = interactive.transaction((tx) => {
    expectTypeOf(tx.run(parentCodes.with())).toEqualTypeOf<Pending<{ readonly code: string }[]>>()
    return tx.savepoint((inner) => parentCodes(inner))
  })
  expectTypeOf(answer).toEqualTypeOf<{ readonly code: string }[]>()
})

test("the outcomes of a transaction are a union", () => {
  const outcome = renameThree(sync, { a: 1, b: 2, c: 3, x: "x", y: "y", z: "z" })
  if (outcome.ok) expectTypeOf(outcome.second).toEqualTypeOf<{ readonly id: number; readonly code: string }>()
  else expectTypeOf(outcome.reason).toEqualTypeOf<"no_a" | "no_b" | "no_c" | "too_few">()
})

test("a user's schema gives the types of its column", () => {
  expectTypeOf<Infer<typeof Context>>().toEqualTypeOf<z.output<typeof Context>>()
  expectTypeOf<InferInput<typeof Context>>().toEqualTypeOf<z.input<typeof Context>>()
})
