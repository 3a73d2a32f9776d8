import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type NativePack, onNative, type Row } from "./database.ts"
import { claim, graphCalls, runAll, t0, workflow } from "./seed.ts"

type Edge = readonly [string, string]
const key = { definition: "g", definition_version: 1 }
const names = ["a", "b", "c", "d", "e", "f", "g", "h"]

/** Distinct edges between any two different nodes: cycles are likely. */
const anyGraph = fc.uniqueArray(
  fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)).filter(([from, to]) => from !== to),
  { selector: ([from, to]) => `${from}>${to}`, maxLength: 14 },
)

/** Every edge goes forward in the alphabet. */
const acyclicGraph = anyGraph.map((edges) => edges.filter(([from, to]) => from < to))

function onGraph<T>(edges: readonly Edge[], work: (db: NativePack) => T, nodes = names): T {
  return onNative((db) => {
    runAll(db.run, graphCalls("g", nodes, edges))
    return work(db)
  })
}

function reachable(edges: readonly Edge[], start: string): string[] {
  const found = new Set<string>()
  const open = [start]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const [from, to] of edges) {
      if (from !== node || found.has(to)) continue
      found.add(to)
      open.push(to)
    }
  }
  return [...found].sort()
}

function longestWay(edges: readonly Edge[], node: string): number {
  return Math.max(0, ...edges.filter(([, to]) => to === node).map(([from]) => 1 + longestWay(edges, from)))
}

describe("graph queries", () => {
  it("find what is downstream and upstream, as a search does", () => {
    fc.assert(
      fc.property(anyGraph, fc.constantFrom(...names), (edges, node) => {
        const reversed = edges.map(([from, to]) => [to, from] as const)
        const found = (name: string) => onGraph(edges, (db) => db.run(name, { ...key, node })).map((row) => row["node"])
        expect(found("downstreamNodes")).toEqual(reachable(edges, node))
        expect(found("upstreamNodes")).toEqual(reachable(reversed, node))
      }),
      { numRuns: 150 },
    )
  })

  it("see a cycle exactly where a node reaches itself", () => {
    const answers = new Set<unknown>()
    fc.assert(
      fc.property(anyGraph, (edges) => {
        const [row] = onGraph(edges, (db) => db.run("hasCycle", key))
        answers.add(row?.["has_cycle"])
        expect(row).toEqual({ has_cycle: names.some((node) => reachable(edges, node).includes(node)) ? 1 : 0 })
      }),
      { numRuns: 200 },
    )
    expect([...answers].sort()).toEqual([0, 1])
  })

  it("level every node by its longest way, and end on a cycle too", () => {
    fc.assert(
      fc.property(acyclicGraph, (edges) => {
        const rows = onGraph(edges, (db) => db.run("topologicalLevels", key))
        const expected = names.map((node) => [node, longestWay(edges, node)] as const)
        expected.sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1))
        expect(rows.map((row) => [row["node"], row["level"]])).toEqual(expected)
      }),
      { numRuns: 150 },
    )
    const cycle = [...names.keys()].map((i) => [names[i] ?? "", names[(i + 1) % names.length] ?? ""] as const)
    expect(onGraph(cycle, (db) => db.run("topologicalLevels", key))).toHaveLength(names.length)
  })

  it("level a dense graph without walking its paths", () => {
    const nodes = Array.from({ length: 40 }, (_, i) => `n${String(i).padStart(2, "0")}`)
    const edges = nodes.flatMap((from) => nodes.filter((to) => from < to).map((to) => [from, to] as const))
    const rows = onGraph(edges, (db) => db.run("topologicalLevels", key), nodes)
    expect(rows.map((row) => row["level"])).toEqual([...nodes.keys()])
  })
})

type Progress = readonly (readonly (string | undefined)[])[]

/** Effects of workflow `w`, one for each status given for its node. */
function insertProgress(db: NativePack, of: (node: string) => readonly string[]): void {
  const rows = names.flatMap((node) => of(node).map((now, branch) => ({ node, branch, now })))
  db.sql(
    `INSERT INTO effects (workflow_id, node, branch, kind, status, available_at, claim_token, attempt, max_attempts,
       created_at, started_at, finished_at, error_message, error_fingerprint)
     SELECT 'w', value ->> 'node', value ->> 'branch', 'k', value ->> 'now', 1, 1, 1, 2, 1, 1,
       iif(value ->> 'now' IN ('pending', 'running'), NULL, 1), 'e', 'e'
     FROM json_each(?1)`,
    JSON.stringify(rows),
  )
}

function expectReadiness(db: NativePack, edges: readonly Edge[], branches: Progress): void {
  const of = (node: string) => branches[names.indexOf(node)]?.filter((s) => s !== undefined) ?? []
  insertProgress(db, of)
  const done = (node: string) => of(node).length > 0 && of(node).every((s) => s === "succeeded")
  const waits = (node: string) => edges.some(([from, to]) => to === node && !done(from))
  const ready = names.filter((node) => of(node).length === 0 && !waits(node))
  const nodesOf = (rows: readonly Row[]) => rows.map((row) => String(row["node"])).sort()
  const advance = () => nodesOf(db.run("advance", { workflow_id: "w", claim_token: 1, now: t0 }))
  const readyNodes = () => nodesOf(db.run("readyNodes", { workflow_id: "w" }))
  expect(readyNodes()).toEqual(ready)
  for (const node of names) {
    expect(db.run("blockedBy", { workflow_id: "w", node }).length > 0, node).toBe(waits(node))
  }
  expect(advance()).toEqual(ready)
  expect(readyNodes()).toEqual([])
  expect(advance(), "again").toEqual([])
}

function claimed(db: NativePack): void {
  db.run("insertWorkflow", workflow("w", { definition: "g" }))
  db.run("claimBatch", claim("c"))
}

/** a -> b -> c, where b fans out. */
function expectFanOut(db: NativePack): void {
  db.sql("UPDATE nodes SET fan_out = 1 WHERE node = 'b'")
  claimed(db)
  const held = { workflow_id: "w", claim_token: 1, now: t0 }
  const succeed = () => db.sql("UPDATE effects SET status = 'succeeded', finished_at = 1")
  const advance = () => db.run("advance", held).map((row) => row["node"])
  expect(advance()).toEqual(["a"])
  succeed()
  expect(advance()).toEqual([])
  const [ready] = db.run("readyNodes", { workflow_id: "w" })
  expect(ready).toEqual({ node: "b", kind: "kind.b", fan_out: 1, max_attempts: 3 })
  const branches = [0, 1, 2].map((branch) => ({ node: "b", branch, kind: "k", maxAttempts: 3, input: { branch } }))
  const insert = (claim_token: number) =>
    db.run("insertEffects", { ...held, claim_token, effects: JSON.stringify(branches) })
  expect(insert(2), "a stale token").toEqual([])
  expect(insert(1)).toHaveLength(3)
  expect(insert(1), "again").toEqual([])
  db.sql("UPDATE effects SET status = 'succeeded', finished_at = 1 WHERE branch < 2")
  expect(advance(), "one branch is missing").toEqual([])
  succeed()
  expect(advance()).toEqual(["c"])
}

describe("moving through a graph", () => {
  const status = fc.constantFrom("pending", "running", "succeeded", "failed", "cancelled", undefined)
  const progress = fc.array(fc.array(status, { maxLength: 3 }), { minLength: names.length, maxLength: names.length })

  it("is ready for a node when every upstream node has effects and all of them succeeded", () => {
    fc.assert(
      fc.property(acyclicGraph, progress, (edges, branches) =>
        onGraph(edges, (db) => {
          claimed(db)
          expectReadiness(db, edges, branches)
        }),
      ),
      { numRuns: 150 },
    )
  })

  it("leaves a fan-out to the worker, and joins when its last branch has succeeded", () => {
    const line = [
      ["a", "b"],
      ["b", "c"],
    ] as const
    onGraph(line, expectFanOut, ["a", "b", "c"])
  })
})
