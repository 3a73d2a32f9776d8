import { column, type Fact, refused, row } from "../fact.ts"

const documents: readonly string[] = [
  "CREATE VIRTUAL TABLE f USING fts5(title, body)",
  "INSERT INTO f (rowid, title, body) VALUES (1, 'red apple', 'sweet fruit'), (2, NULL, 'red car')",
]

/** https://sqlite.org/fts5.html */
export const fullText: readonly Fact[] = [
  {
    claim: "rank and bm25() are REAL in a MATCH query",
    setup: documents,
    sql: "SELECT typeof(rank), typeof(bm25(f)) FROM f WHERE f MATCH 'red'",
    answer: {
      rows: [
        ["real", "real"],
        ["real", "real"],
      ],
    },
  },
  {
    claim: "rank is NULL without MATCH",
    setup: documents,
    sql: "SELECT typeof(rank) FROM f",
    answer: column("null", "null"),
  },
  {
    claim: "bm25() is a number without MATCH too",
    setup: documents,
    sql: "SELECT typeof(bm25(f)) FROM f",
    answer: column("real", "real"),
  },
  {
    claim: "highlight() and snippet() of a NULL column are NULL",
    setup: documents,
    sql: "SELECT highlight(f, 0, '<', '>'), snippet(f, 0, '<', '>', '…', 5) FROM f WHERE f MATCH 'red' ORDER BY rowid",
    answer: {
      rows: [
        ["<red> apple", "<red> apple"],
        [null, null],
      ],
    },
  },
  {
    claim: "snippet() of the best column is text where MATCH found it",
    setup: documents,
    sql: "SELECT snippet(f, -1, '<', '>', '…', 5) FROM f WHERE f MATCH 'red' ORDER BY rowid",
    answer: column("<red> apple", "<red> car"),
  },
  {
    claim: "snippet() of the best column is NULL where that is NULL, without MATCH",
    setup: documents,
    sql: "SELECT snippet(f, -1, '<', '>', '…', 5) FROM f ORDER BY rowid",
    answer: column("red apple", null),
  },
  {
    claim: "highlight() of a column that is not there is empty text",
    setup: documents,
    sql: "SELECT highlight(f, 9, '<', '>') FROM f WHERE f MATCH 'apple'",
    answer: row(""),
  },
  {
    claim: "a full text column takes NULL and gives it back",
    setup: documents,
    sql: "SELECT title FROM f WHERE rowid = 2",
    answer: row(null),
  },
  {
    claim: "a full text column keeps the class of what it was given",
    setup: ["CREATE VIRTUAL TABLE f USING fts5(a)", "INSERT INTO f VALUES (5), (1.5), (x'41')"],
    sql: "SELECT typeof(a) FROM f",
    answer: column("integer", "real", "blob"),
  },
  {
    claim: "the hidden columns are the table's name and rank",
    setup: documents,
    sql: "SELECT name, hidden FROM pragma_table_xinfo('f')",
    answer: {
      rows: [
        ["title", 0],
        ["body", 0],
        ["f", 1],
        ["rank", 1],
      ],
    },
  },
  {
    claim: "SELECT * leaves hidden columns out",
    setup: documents,
    sql: "SELECT * FROM f WHERE rowid = 1",
    answer: row("red apple", "sweet fruit"),
  },
  {
    claim: "MATCH with empty text fails when it runs",
    setup: documents,
    sql: "SELECT count(*) FROM f WHERE f MATCH ''",
    answer: refused('fts5: syntax error near ""'),
  },
  {
    claim: "MATCH with a quote left open fails when it runs",
    setup: documents,
    sql: "SELECT count(*) FROM f WHERE f MATCH '\"red'",
    answer: refused("unterminated string"),
  },
  {
    claim: "MATCH with a name that is no column fails when it runs",
    setup: documents,
    sql: "SELECT count(*) FROM f WHERE f MATCH 'x:red'",
    answer: refused("no such column: x"),
  },
  {
    claim: "fts5vocab of kind row has term, doc and cnt",
    setup: [...documents, "CREATE VIRTUAL TABLE v USING fts5vocab(f, 'row')"],
    sql: "SELECT term, doc, cnt, typeof(cnt) FROM v WHERE term = 'red'",
    answer: row("red", 2, 2, "integer"),
  },
]
