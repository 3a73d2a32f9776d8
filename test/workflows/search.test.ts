import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { ftsQuery } from "../../src/runtime/fts-query.ts"
import { type Call, type DatabaseSource, databasesOf, type PackDatabase, type Row } from "./database.ts"
import { bareCalls, t0, workflow } from "./seed.ts"

const vocabulary = ["card", "declined", "book", "timeout", "refund", "card-holder", "line\nbreak"] as const
const word = fc.constantFrom(...vocabulary)

type Change =
  | { readonly kind: "insert" | "forget" }
  | { readonly kind: "error" | "tag" | "context"; readonly word: string }

/** What happens to one of three workflows, and whether the index is told. */
const step = fc.record({
  id: fc.constantFrom("a", "b", "c"),
  told: fc.boolean(),
  change: fc.oneof(
    fc.record({ kind: fc.constantFrom("insert", "forget") }),
    fc.record({ kind: fc.constantFrom("error", "tag", "context"), word }),
  ) satisfies fc.Arbitrary<Change>,
})

const indexCalls = (ids: readonly string[]): Call[] =>
  ["registerDocuments", "removeEntries", "insertEntries"].map((name) => [name, { ids: JSON.stringify(ids) }])

const forgetCalls = (ids: readonly string[]): Call[] =>
  ["removeEntries", "forgetDocuments"].map((name) => [name, { ids: JSON.stringify(ids) }])

const hostile: readonly string[] = [
  ...["", " ", '"', '""', "'", "AND", "a AND", "NOT x", "a OR OR b", "NEAR(a b, 2)", "error : x", "{error context}: x"],
  ...["-error", "^a", "*", "a*", "(", ")", "a ( b", "+", "a + b", "time-out", "\0", "a\0b", "\ud800", "😀", "%_", "--"],
  ...["'; DROP TABLE workflows; --", "x".repeat(5000), "a ".repeat(200)],
]

const ids = (rows: readonly Row[]): string[] => rows.map((row) => String(row["id"]))
const noFilter = { definition: null, status: null, created_since: null }

describe.each([
  ["native", 60],
  ["d1", 5],
] as const)("search on %s", (engine, numRuns) => {
  let source: DatabaseSource
  beforeAll(async () => {
    source = await databasesOf(engine, 4)
  }, 30_000)
  afterAll(() => source.close())

  async function apply(db: PackDatabase, id: string, change: Change): Promise<void> {
    if (!("word" in change)) return
    if (change.kind === "tag") {
      await db.run("addTags", { workflow_id: id, tags: JSON.stringify([change.word]) })
    } else if (change.kind === "error") {
      await db.sql(
        "UPDATE workflows SET error_fingerprint = 'f', error_message = ?1, version = version + 1 WHERE id = ?2",
        change.word,
        id,
      )
    } else {
      await db.run("appendToContext", { id, path: "$.words", value: JSON.stringify(change.word), now: t0 })
    }
  }

  /** What the index must hold, made from the rows by JavaScript. */
  async function wantedEntries(db: PackDatabase, among: (id: string) => boolean): Promise<Row[]> {
    const rows = await db.sql("SELECT id, definition, error_message, context FROM workflows ORDER BY id")
    const tags = await db.sql("SELECT workflow_id, tag FROM workflow_tags ORDER BY tag")
    return rows
      .filter((row) => among(String(row["id"])))
      .map((row) => {
        const context: { words?: string[] } = JSON.parse(String(row["context"]))
        const own = tags.filter((tag) => tag["workflow_id"] === row["id"]).map((tag) => tag["tag"])
        return {
          workflow_id: row["id"],
          definition: row["definition"],
          error: row["error_message"] ?? "",
          context: (context.words ?? []).join(" "),
          tags: own.join(" "),
        }
      })
  }

  const entriesOf = (db: PackDatabase) =>
    db.sql(
      `SELECT d.workflow_id, s.definition, s.error, s.context, s.tags
       FROM workflow_search AS s LEFT JOIN search_documents AS d ON d.id = s.rowid ORDER BY d.workflow_id`,
    )

  async function reset(db: PackDatabase): Promise<void> {
    for (const table of ["workflow_search", "search_documents", "workflow_tags", "workflows"]) {
      await db.sql(`DELETE FROM ${table}`)
    }
    for (const id of ["a", "b", "c"]) await db.run("insertWorkflow", workflow(id))
  }

  async function rebuilt(db: PackDatabase): Promise<void> {
    await db.run("removeStrayEntries", {})
    let after_id = ""
    for (let size = 2; size === 2; ) {
      const chunk = ids(await db.run("documentsToIndex", { after_id, page_size: 2 }))
      await db.batch(indexCalls(chunk))
      size = chunk.length
      after_id = chunk.at(-1) ?? after_id
    }
  }

  it("holds exactly the rows after any changes, knows what it was not told, and can be made anew", async () => {
    const db = source.next()
    await db.batch(bareCalls)
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 10 }), word, async (list, sought) => {
        await reset(db)
        const fresh = new Set<string>()
        const behind = new Set(["a", "b", "c"])
        for (const { id, told, change } of list) {
          await apply(db, id, change)
          if (change.kind === "forget") {
            await db.batch(forgetCalls([id]))
            fresh.delete(id)
            behind.add(id)
          } else if (told || change.kind === "insert") {
            await db.batch(indexCalls([id]))
            fresh.add(id)
            behind.delete(id)
          } else {
            fresh.delete(id)
            if (change.kind !== "tag") behind.add(id)
          }
        }
        const entries = await entriesOf(db)
        const known = entries.filter((row) => fresh.has(String(row["workflow_id"])))
        expect(known).toEqual(await wantedEntries(db, (id) => fresh.has(id)))
        expect(ids(await db.run("staleDocuments", { after_id: "", page_size: 10 }))).toEqual([...behind].sort())
        await db.sql("INSERT INTO workflow_search (rowid, error) VALUES (987654, 'card of nobody')")
        await rebuilt(db)
        const all = await wantedEntries(db, () => true)
        expect(await entriesOf(db)).toEqual(all)
        expect(await db.run("staleDocuments", { after_id: "", page_size: 10 })).toEqual([])
        const found = await db.run("searchWorkflows", { query: ftsQuery(sought), ...noFilter, page_size: 10 })
        const words = sought.split("\n")
        const holding = all.filter((row) => {
          const text = `${row["error"]} ${row["context"]} ${row["tags"]}`
          return words.every((one) => ` ${text.replaceAll("\n", " ")} `.match(new RegExp(`[ -]${one}[ -]`)))
        })
        expect(ids(found).sort()).toEqual(holding.map((row) => row["workflow_id"]))
        await db.sql("INSERT INTO workflow_search (workflow_search) VALUES ('integrity-check')")
      }),
      { numRuns },
    )
  }, 60_000)

  async function library(): Promise<PackDatabase> {
    const db = source.next()
    const context = (title: string) => JSON.stringify({ item: { title, n: 42 }, ok: true, none: null })
    await db.batch([
      ...bareCalls,
      ["insertWorkflow", workflow("a", { context: context("The declined book"), now: t0 })],
      ["insertWorkflow", workflow("b", { context: context("card tricks"), now: t0 + 1 })],
      ["insertWorkflow", workflow("c", { context: "{}", now: t0 + 2 })],
      ["addTags", { workflow_id: "c", tags: '["vip"]' }],
    ])
    await db.sql("UPDATE workflows SET error_fingerprint = 'f', error_message = 'Card declined' WHERE id = 'b'")
    await db.batch(indexCalls(["a", "b", "c"]))
    return db
  }

  it("ranks, filters, cuts out and suggests", async () => {
    const db = await library()
    const search = (text: string, over = {}) =>
      db.run("searchWorkflows", { query: ftsQuery(text), ...noFilter, page_size: 10, ...over })
    const declined = await search("declined")
    expect(ids(declined), "an error counts more than a context").toEqual(["b", "a"])
    expect(declined.map((row) => row["excerpt"])).toEqual(["Card [declined]", "The [declined] book 42"])
    expect(declined.every((row) => Number(row["score"]) < 0)).toBe(true)
    expect(ids(await search("declined", { created_since: t0 + 1 }))).toEqual(["b"])
    expect(await search("declined", { status: "running" })).toEqual([])
    expect(ids(await search("declined", { status: "queued", definition: "order", page_size: 1 }))).toEqual(["b"])
    expect(await search("declined", { definition: "other" })).toEqual([])
    expect(ids(await search("vip"))).toEqual(["c"])
    expect(await search("title"), "keys are no content").toEqual([])
    const errors = await db.run("searchErrors", { query: ftsQuery("card book", { all: false }), page_size: 10 })
    expect(errors.map((row) => [row["id"], row["excerpt"]])).toEqual([["b", "[Card] declined"]])
    const contexts = await db.run("searchContexts", { query: ftsQuery("card"), page_size: 10 })
    expect(contexts.map((row) => [row["id"], row["excerpt"]])).toEqual([["b", "[card] tricks 42"]])
    const typed = await db.run("searchSuggestions", { query: ftsQuery("decl", { prefix: true }), page_size: 10 })
    expect(ids(typed), "the latest first").toEqual(["b", "a"])
  })

  it("never fails on what a user types", async () => {
    const db = await library()
    const attempt = async (text: string): Promise<void> => {
      const queries = [{}, { prefix: true }, { all: false }, { all: false, prefix: true }].map((options) =>
        ftsQuery(text, options),
      )
      await db.batch(
        queries.flatMap((query): Call[] => [
          ["searchWorkflows", { query, ...noFilter, page_size: 5 }],
          ["searchErrors", { query, page_size: 5 }],
          ["searchContexts", { query, page_size: 5 }],
          ["searchSuggestions", { query, page_size: 5 }],
        ]),
      )
    }
    for (const text of hostile) await attempt(text)
    const nasty = fc.string({ unit: fc.constantFrom(..."\"'()*:^-+{},.\\ \0aé😀".split("")), maxLength: 20 })
    await fc.assert(fc.asyncProperty(nasty, attempt), { numRuns })
    expect(await db.sql("SELECT count(*) AS n FROM workflows")).toEqual([{ n: 3 }])
  }, 60_000)

  it("keeps a word of a context apart from the line break before it", async () => {
    const db = await library()
    await db.run("setContextKey", { id: "c", key: "text", value: JSON.stringify("first\nsecond"), now: t0 })
    await db.batch(indexCalls(["c"]))
    expect(ids(await db.run("searchContexts", { query: ftsQuery("second"), page_size: 5 }))).toEqual(["c"])
  })
})
