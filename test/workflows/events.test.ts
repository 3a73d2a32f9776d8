import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type DatabaseSource, databasesOf, type PackDatabase, type Row } from "./database.ts"
import { isObject, type Json, type JsonObject, jsonObject, mergePatch } from "./random-json.ts"
import { bareCalls, t0, workflow } from "./seed.ts"

/** An append, at the time of a clock that may run behind, and whether a snapshot is taken after it. */
interface Step {
  readonly data: JsonObject
  readonly clock: number
  readonly snapshot: boolean
}

const steps = fc.array(
  fc.record({ data: jsonObject, clock: fc.integer({ min: t0, max: t0 + 9 }), snapshot: fc.boolean() }),
  { minLength: 1, maxLength: 8 },
)

/** The states after 0, 1, ... events. */
function statesOf(list: readonly Step[]): Json[] {
  const states: Json[] = [{}]
  for (const { data } of list) states.push(mergePatch(states.at(-1), data))
  return states
}

/** Every scalar and empty container by its path. */
function leavesOf(node: Json, path: readonly (string | number)[] = []): [string, Json][] {
  const children: [string | number, Json][] = Array.isArray(node)
    ? node.map((child, i) => [i, child])
    : isObject(node)
      ? Object.entries(node)
      : []
  if (children.length === 0) return [[JSON.stringify(path), node]]
  return children.flatMap(([step, child]) => leavesOf(child, [...path, step]))
}

function diffOf(before: Json, after: Json): string[] {
  const [old, now] = [new Map(leavesOf(before)), new Map(leavesOf(after))]
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((path) => JSON.stringify(old.get(path)) !== JSON.stringify(now.get(path)))
    .map((path) => {
      const change = !old.has(path) ? "added" : now.has(path) ? "changed" : "removed"
      return JSON.stringify([change, old.get(path) ?? null, now.get(path) ?? null])
    })
    .sort()
}

const parsed = (text: unknown): Json => (text === null ? null : JSON.parse(String(text)))
const event = (workflow_id: string, expected_seq: number, over: object = {}) => ({
  workflow_id,
  expected_seq,
  type: "t",
  data: "{}",
  cause_seq: null,
  correlation_id: null,
  now: t0,
  ...over,
})

describe.each([
  ["native", 60],
  ["d1", 6],
] as const)("events on %s", (engine, numRuns) => {
  let source: DatabaseSource
  let db: PackDatabase
  let made = 0
  beforeAll(async () => {
    source = await databasesOf(engine, 1)
    db = source.next()
    await db.batch(bareCalls)
  }, 30_000)
  afterAll(() => source.close())

  async function freshWorkflow(): Promise<string> {
    made += 1
    await db.run("insertWorkflow", workflow(`w${made}`))
    return `w${made}`
  }

  async function played(list: readonly Step[], withSnapshots: boolean): Promise<string> {
    const id = await freshWorkflow()
    for (const [i, { data, clock, snapshot }] of list.entries()) {
      expect(await db.run("appendEvent", event(id, i, { data: JSON.stringify(data), now: clock }))).toHaveLength(1)
      if (withSnapshots && snapshot) {
        expect(await db.run("takeSnapshot", { workflow_id: id, seq: i + 1 })).toHaveLength(1)
      }
    }
    return id
  }

  it("replay to the recorded state at every sequence and every time, with snapshots and without", async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.boolean(), async (list, withSnapshots) => {
        const workflow_id = await played(list, withSnapshots)
        const states = statesOf(list)
        for (const [seq, state] of states.entries()) {
          const [row] = await db.run("stateAtSequence", { workflow_id, seq })
          expect([row?.["seq"], parsed(row?.["state"])]).toEqual([seq, state])
        }
        const recorded = list.map((_, i) => Math.max(...list.slice(0, i + 1).map(({ clock }) => clock)))
        const stream = await db.run("readStream", { workflow_id, after_seq: 0, page_size: 100 })
        expect(stream.map((row) => row["recorded_at"])).toEqual(recorded)
        for (let at = t0 - 1; at <= t0 + 9; at += 1) {
          const seq = recorded.filter((time) => time <= at).length
          const [row] = await db.run("stateAtTime", { workflow_id, at })
          expect([row?.["seq"], parsed(row?.["state"])]).toEqual([seq, states[seq]])
        }
      }),
      { numRuns },
    )
  }, 60_000)

  it("say what changed between any two sequences", async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(8), fc.nat(8), fc.boolean(), async (list, x, y, withSnapshots) => {
        const workflow_id = await played(list, withSnapshots)
        const [from_seq, to_seq] = [Math.min(x, y, list.length), Math.min(Math.max(x, y), list.length)]
        const states = statesOf(list)
        const rows = await db.run("auditDiff", { workflow_id, from_seq, to_seq })
        const found = rows.map((row) =>
          JSON.stringify([row["change"], parsed(row["before"] ?? null), parsed(row["after"] ?? null)]),
        )
        expect(found.sort()).toEqual(diffOf(states[from_seq] ?? null, states[to_seq] ?? null))
        expect(new Set(rows.map((row) => row["path"])).size).toBe(rows.length)
      }),
      { numRuns },
    )
  }, 60_000)

  it("hand a program the last snapshot and the tail, also after older snapshots are gone", async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(9), async (list, before_seq) => {
        const workflow_id = await played(list, true)
        await db.run("pruneSnapshots", { workflow_id, before_seq })
        const rows = await db.run("snapshotAndTail", { workflow_id })
        const folded = rows.reduce<Json>((state, row) => mergePatch(state, parsed(row["data"])), {})
        expect(folded).toEqual(statesOf(list).at(-1))
        expect(rows.filter((row) => row["kind"] === "snapshot").length).toBe(list.some((s) => s.snapshot) ? 1 : 0)
        const last = list.findLastIndex((step) => step.snapshot) + 1
        expect(rows.length).toBe(list.length - last + (last > 0 ? 1 : 0))
      }),
      { numRuns },
    )
  }, 60_000)

  it("repair a snapshot that somebody spoilt, and take none of an event that is not there", async () => {
    const workflow_id = await played(
      [1, 2, 3].map((n) => ({ data: { n, [`k${n}`]: n }, clock: t0, snapshot: n === 2 })),
      true,
    )
    await db.sql("UPDATE snapshots SET state = '{}' WHERE workflow_id = ?1 AND seq = 2", workflow_id)
    await db.run("takeSnapshot", { workflow_id, seq: 2 })
    const [row] = await db.run("stateAtSequence", { workflow_id, seq: 3 })
    expect(parsed(row?.["state"])).toEqual({ n: 3, k1: 1, k2: 2, k3: 3 })
    expect(await db.run("takeSnapshot", { workflow_id, seq: 4 })).toEqual([])
    expect(await db.run("takeSnapshot", { workflow_id, seq: 0 })).toEqual([])
  })

  it("change nothing when the expected sequence is another", async () => {
    const id = await played([{ data: { a: 1 }, clock: t0 + 5, snapshot: false }], false)
    const all = () => db.sql("SELECT * FROM events WHERE workflow_id = ?1", id)
    const before = await all()
    const events = JSON.stringify([{ type: "x" }, { type: "y" }])
    for (const expected_seq of [0, 2, 7]) {
      expect(await db.run("appendEvent", event(id, expected_seq))).toEqual([])
      expect(await db.run("appendEvents", { workflow_id: id, expected_seq, events, now: t0 })).toEqual([])
    }
    expect(await all()).toEqual(before)
    expect(await db.run("lastSequence", { workflow_id: id })).toEqual([{ last_seq: 1 }])
    expect(await db.run("lastSequence", { workflow_id: "nobody" })).toEqual([{ last_seq: 0 }])
  })

  it("append many in their order, all or none", async () => {
    const id = await played([{ data: { a: 1 }, clock: t0 + 5, snapshot: false }], false)
    const append = (events: readonly object[]) =>
      db.run("appendEvents", { workflow_id: id, expected_seq: 1, events: JSON.stringify(events), now: t0 })
    const good = [
      { type: "x", data: { n: 3 }, correlationId: "c" },
      { type: "y", causeSeq: 2 },
    ]
    await expect(append([...good, { data: {} }])).rejects.toThrow(/NOT NULL/)
    expect(await append([])).toEqual([])
    expect((await append(good)).map((row) => [row["seq"], row["type"], row["recorded_at"]])).toEqual([
      [2, "x", t0 + 5],
      [3, "y", t0 + 5],
    ])
    const stored = await db.run("readStream", { workflow_id: id, after_seq: 1, page_size: 10 })
    expect(stored.map((row) => [row["data"], row["cause_seq"], row["correlation_id"]])).toEqual([
      ['{"n":3}', null, "c"],
      ["{}", 2, null],
    ])
  })

  it("record once what happened, however often and by whomever they are asked to", async () => {
    const id = await freshWorkflow()
    const record = async () => (await db.run("recordHistory", { ids: JSON.stringify([id]), now: t0 + 50 })).length
    const told = async () => {
      const rows = await db.run("readStream", { workflow_id: id, after_seq: 0, page_size: 100 })
      return rows.map((row) => [row["seq"], row["type"]])
    }
    expect([await record(), await record()]).toEqual([1, 0])
    await db.run("appendEvent", event(id, 1, { type: "note", now: t0 + 99 }))
    await db.run("cancel", { id, now: t0 + 60 })
    const unrecorded = () => db.run("unrecordedSince", { since: t0 + 60, page_size: 100 })
    expect(await unrecorded()).toEqual([{ id }])
    expect([await record(), await record()]).toEqual([1, 0])
    expect(await unrecorded()).toEqual([])
    expect(await told()).toEqual([
      [1, "workflow.enqueued"],
      [2, "note"],
      [3, "workflow.cancelled"],
    ])
    const [last] = await db.run("stateAtSequence", { workflow_id: id, seq: 9 })
    expect(parsed(last?.["state"])).toEqual({ status: "cancelled", context: {} })
  })

  it("lose nothing when many append at once", async () => {
    const id = await freshWorkflow()
    let conflicts = 0
    const writer = async (name: string): Promise<void> => {
      for (let done = 0; done < 5; ) {
        const [last] = await db.run("lastSequence", { workflow_id: id })
        const rows = await db.run("appendEvent", event(id, Number(last?.["last_seq"]), { type: `${name}.${done}` }))
        if (rows.length === 1) done += 1
        else conflicts += 1
      }
    }
    await Promise.all(["p", "q", "r", "s"].map(writer))
    const rows = await db.run("readStream", { workflow_id: id, after_seq: 0, page_size: 100 })
    expect(rows.map((row) => row["seq"])).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
    const wanted = ["p", "q", "r", "s"].flatMap((name) => [0, 1, 2, 3, 4].map((n) => `${name}.${n}`))
    expect(rows.map((row) => row["type"]).sort()).toEqual(wanted)
    expect(conflicts, "the writers did meet").toBeGreaterThan(0)
  })

  it("follow causes up and down", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { minLength: 1, maxLength: 9 }), fc.nat(), async (choices, pick) => {
        const causes = choices.map((n, i) => (n % (i + 1) === 0 ? null : n % (i + 1)))
        const workflow_id = await freshWorkflow()
        const events = JSON.stringify(causes.map((causeSeq) => ({ type: "t", causeSeq })))
        await db.run("appendEvents", { workflow_id, expected_seq: 0, events, now: t0 })
        const upOf = (seq: number): number[] => {
          const cause = causes[seq - 1] ?? null
          return cause === null ? [seq] : [seq, ...upOf(cause)]
        }
        const seq = (pick % causes.length) + 1
        const list = (rows: readonly Row[]) => rows.map((row) => [row["depth"], row["seq"]])
        expect(list(await db.run("causesOf", { workflow_id, seq }))).toEqual(upOf(seq).map((one, i) => [i, one]))
        const down = causes.map((_, i) => upOf(i + 1)).filter((chain) => chain.includes(seq))
        expect(list(await db.run("consequencesOf", { workflow_id, seq }))).toEqual(
          down.map((chain) => [chain.indexOf(seq), chain[0]]),
        )
      }),
      { numRuns },
    )
  }, 60_000)

  it("trace a correlation through workflows, page by page", async () => {
    const ids = [await freshWorkflow(), await freshWorkflow()]
    const correlation_id = `of ${ids}`
    const wanted: [string, number][] = []
    for (const [n, at] of [3, 1, 2, 5, 4].entries()) {
      const id = ids[n % 2] ?? ""
      const over = { now: t0 + at, correlation_id: n === 1 ? null : correlation_id }
      const [row] = await db.run("appendEvent", event(id, Math.floor(n / 2), over))
      if (n !== 1) wanted.push([id, Number(row?.["seq"])])
    }
    let after = { after_recorded_at: 0, after_workflow_id: "", after_seq: 0 }
    const seen: [string, number, number][] = []
    for (let rows = wanted.length; rows > 0; rows -= 2) {
      const page = await db.run("correlationTrace", { correlation_id, ...after, page_size: 2 })
      for (const row of page) {
        const [workflow_id, seq, at] = [String(row["workflow_id"]), Number(row["seq"]), Number(row["recorded_at"])]
        seen.push([workflow_id, seq, at])
        after = { after_recorded_at: at, after_workflow_id: workflow_id, after_seq: seq }
      }
    }
    expect(seen.map(([id, seq]) => [id, seq]).sort()).toEqual(wanted.sort())
    expect(seen.map(([, , at]) => at)).toEqual(seen.map(([, , at]) => at).sort((a, b) => a - b))
  })
})
