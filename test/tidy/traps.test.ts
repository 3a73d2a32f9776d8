import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { root } from "./repository.ts"

/*
 * What other tools got wrong, by their bug trackers, and the golden case that holds the right answer here. A path names a test
 * elsewhere, where the trap is none of types.
 */
const traps: readonly (readonly [trap: string, ...cases: readonly string[]])[] = [
  ["INTEGER PRIMARY KEY is never NULL on read, though SQLite says notnull = 0", "integer-primary-key-is-never-null"],
  ["INT PRIMARY KEY may be NULL", "int-primary-key-may-be-null"],
  ["TEXT PRIMARY KEY may be NULL", "text-primary-key-may-be-null"],
  ["INTEGER PRIMARY KEY DESC may be NULL", "integer-primary-key-desc-may-be-null"],
  ["WITHOUT ROWID makes a primary key NOT NULL", "without-rowid-composite-key-is-never-null"],
  ["STRICT makes a primary key NOT NULL", "strict-primary-key-is-never-null"],
  ["NOT NULL survives ORDER BY with LIMIT, a subquery and a view", "not-null-survives-order-limit-subquery-and-view"],
  ["NOT NULL survives a common table", "common-table-keeps-not-null"],
  ["NOT NULL survives UNION, and a nullable branch takes it away", "not-null-survives-union"],
  [
    "a chain of outer joins keeps every miss",
    "left-join-chain-keeps-every-miss",
    "left-join-of-parenthesized-join-keeps-the-miss",
  ],
  [
    "RIGHT JOIN makes the left side nullable",
    "right-join-makes-left-side-nullable",
    "right-join-after-left-join-makes-all-before-it-nullable",
  ],
  ["FULL JOIN makes both sides nullable", "full-join-makes-both-sides-nullable"],
  [
    "USING and NATURAL merge columns",
    "left-join-using-takes-the-left-column",
    "full-join-using-takes-whichever-side-is-there",
    "natural-join-merges-shared-columns-in-star",
  ],
  ["the miss of an outer join goes through a view", "view-of-an-outer-join-keeps-the-miss"],
  ["WHERE on the outer side narrows again", "where-on-outer-joined-table-narrows-all-its-columns"],
  ["ON does not narrow the side that is kept", "left-join-on-does-not-narrow-the-left-side"],
  ["functions that accept NULL do not narrow", "where-null-safe-functions-do-not-narrow"],
  [
    "count and total are never NULL, the other aggregates are over no rows",
    "aggregate-without-group-by-may-see-no-row",
  ],
  ["with GROUP BY an aggregate is NULL only where its argument is", "aggregate-with-group-by-sees-a-row"],
  ["a windowed sum sees its own row", "window-sum-sees-its-own-row", "window-frame-may-be-empty"],
  ["FILTER may leave no row", "filter-may-leave-no-row"],
  ["json_group_array over an outer miss holds null", "json-aggregate-over-a-left-join-holds-nulls"],
  [
    "a recursive table is as nullable as its anchor and its recursive branch",
    "recursive-common-table-joins-both-branches",
  ],
  ["a scalar subquery may find no row", "scalar-subquery-may-find-no-row"],
  ["a scalar subquery of an aggregate has a row", "scalar-subquery-of-an-aggregate-has-a-row"],
  ["EXISTS is never NULL", "exists-is-never-null"],
  ["IN with a NULL member may be NULL", "in-subquery-with-null-members-may-be-null"],
  ["a comparison with NULL is NULL", "comparison-is-null-when-an-operand-is"],
  ["CASE without ELSE may be NULL", "case-without-else-is-nullable"],
  [
    "JSON, BOOLEAN and DATE are declared types of NUMERIC affinity",
    "json-declared-type-is-json",
    "declared-types-of-plain-tables-are-contracts",
  ],
  ["ANY is a type only in STRICT tables", "any-is-a-type-only-in-strict-tables", "any-column-may-hold-everything"],
  ["a CHECK list with a collation of its own is no closed set", "check-list-with-nocase-is-no-union"],
  ["a CHECK list beside an OR is no closed set", "check-list-or-something-else-is-no-union"],
  ["integers divide to an integer", "integer-division-is-an-integer", "division-by-zero-gives-null"],
  [
    "sum() of integers fails on overflow, avg() is REAL",
    "sum-of-integers-fails-on-overflow-and-avg-is-real",
    "integer-arithmetic-gives-a-number",
  ],
  ["json_extract of true is 1", "json-true-is-one"],
  ["-> gives JSON text and ->> a value", "json-arrows-may-miss", "json-path-into-a-known-shape-is-typed"],
  ["JSONB is a BLOB", "jsonb-is-a-blob"],
  ["integers beyond 2^53 do not survive D1's numbers", "bigint-travels-as-text"],
  ["D1 answers BLOBs as lists of numbers", "test/runtime/conformance/row-cases.ts"],
  ["D1 refuses undefined", "test/runtime/conformance/parameter-cases.ts"],
  ["a number that is repeated is one parameter", "parameter-used-twice-is-one-key", "parameter-numbers-may-have-gaps"],
  [":a, @a and $a are three parameters", "parameters-with-other-sigils-are-others"],
  ["a list is one bind, so that nothing is renumbered", "json-each-of-a-parameter-in-a-list-of-ids"],
  ["parameters in comments and strings are none", "parameters-in-strings-and-comments-are-none"],
  ["an upsert uses a parameter twice", "upsert-uses-a-parameter-twice"],
  ["an empty list is a list", "test/runtime/conformance/value-cases.ts"],
  ["one parameter at two types is an error", "parameter-conflict-shows-both-places"],
  ["two result columns of one name", "duplicate-result-column-is-an-error"],
  ["* lists columns in order", "star-lists-columns-in-order"],
  ["names with quotes, and keywords as names", "quoted-names-and-keywords-as-columns"],
  ["a table name that starts with _", "table-name-starting-with-underscore"],
  ["an error after characters of several bytes", "multi-byte-text-before-an-error-keeps-its-place"],
  ["what D1 does and stock SQLite does not", "test/truth/engine.test.ts"],
]

test.each(traps)("%s", (_trap, ...cases) => {
  for (const name of cases) {
    if (name.startsWith("test/")) expect(existsSync(join(root, name))).toBe(true)
    else expect(readdirSync(join(root, "test/golden", name))).toContain("query.sql")
  }
})

test("no trap is answered with an error that the case does not expect", () => {
  const golden = traps.flatMap(([, ...cases]) => cases.filter((name) => !name.startsWith("test/")))
  const silent = golden.filter((name) => readFileSync(join(root, "test/golden", name, "expected.ts"), "utf8") === "")
  expect(silent.sort()).toEqual([
    "duplicate-result-column-is-an-error",
    "multi-byte-text-before-an-error-keeps-its-place",
    "parameter-conflict-shows-both-places",
    "parameters-with-other-sigils-are-others",
  ])
})
