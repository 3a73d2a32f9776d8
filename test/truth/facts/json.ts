import { column, type Fact, refused, row } from "../fact.ts"

/** https://sqlite.org/json1.html */
export const json: readonly Fact[] = [
  {
    claim: "json_each of an array: key is INTEGER, of an object TEXT, of a value NULL",
    sql: "SELECT (SELECT typeof(key) FROM json_each('[1]')), (SELECT typeof(key) FROM json_each('{\"a\":1}')), (SELECT typeof(key) FROM json_each('1'))",
    answer: row("integer", "text", "null"),
  },
  {
    claim: "json_each: value has the class of the JSON value, and JSON null is NULL",
    sql: "SELECT typeof(value), type FROM json_each('[1, 1.5, \"x\", true, null, [], {}]')",
    answer: {
      rows: [
        ["integer", "integer"],
        ["real", "real"],
        ["text", "text"],
        ["integer", "true"],
        ["null", "null"],
        ["text", "array"],
        ["text", "object"],
      ],
    },
  },
  {
    claim: "json_each: atom is NULL for arrays and objects, id is never NULL, parent always",
    sql: "SELECT typeof(atom), typeof(id), typeof(parent), typeof(fullkey), typeof(path), typeof(type) FROM json_each('[[1]]')",
    answer: row("null", "integer", "null", "text", "text", "text"),
  },
  {
    claim: "json_tree: the root has no key and no parent, the others have a parent",
    sql: "SELECT typeof(key), typeof(parent) FROM json_tree('[1]')",
    answer: {
      rows: [
        ["null", "null"],
        ["integer", "integer"],
      ],
    },
  },
  { claim: "json_each of NULL has no rows", sql: "SELECT count(*) FROM json_each(NULL)", answer: row(0) },
  {
    claim: "json_each of text that is no JSON fails",
    sql: "SELECT * FROM json_each('x')",
    answer: refused("malformed JSON"),
  },
  {
    claim: "->> gives SQL values, -> gives JSON text, both NULL for a path that is not there",
    sql: `SELECT typeof('{"a":1}' ->> '$.a'), typeof('{"a":1}' -> '$.a'), '{"a":1}' ->> '$.b', '{"a":1}' -> '$.b'`,
    answer: row("integer", "text", null, null),
  },
  {
    claim: "JSON null is NULL through ->> and json_extract(), and the text null through ->",
    sql: `SELECT '{"a":null}' ->> '$.a', json_extract('{"a":null}', '$.a'), '{"a":null}' -> '$.a'`,
    answer: row(null, null, "null"),
  },
  {
    claim: "JSON booleans are 0 and 1",
    sql: `SELECT '{"a":true}' ->> 'a', json_extract('[false]', '$[0]')`,
    answer: row(1, 0),
  },
  {
    claim: "json_extract() with several paths is a JSON array, with null for what is missing",
    sql: `SELECT json_extract('{"a":1}', '$.a', '$.b')`,
    answer: row("[1,null]"),
  },
  {
    claim: "json functions are NULL for NULL, json_object() and json_array() never",
    sql: "SELECT json(NULL), json_type(NULL), json_array_length(NULL), json_valid(NULL), json_array(NULL), json_object('a', NULL), json_quote(NULL)",
    answer: row(null, null, null, null, "[null]", '{"a":null}', "null"),
  },
  {
    claim: "json_set(), json_patch() and json_remove() are NULL for NULL, json_patch() also for a NULL patch",
    sql: `SELECT json_set(NULL, '$.a', 1), json_patch(NULL, '{}'), json_patch('{}', NULL), json_remove(NULL, '$.a'), json_set('{}', '$.a', NULL)`,
    answer: row(null, null, null, null, '{"a":null}'),
  },
  { claim: "json_remove() of everything is NULL", sql: "SELECT json_remove('{}', '$')", answer: row(null) },
  {
    claim: "json_object() refuses a NULL name",
    sql: "SELECT json_object(NULL, 1)",
    answer: refused("json_object() labels must be TEXT"),
  },
  {
    claim: "numbers inside JSON keep their class",
    sql: "SELECT typeof(value) FROM json_each('[5, 5.0]')",
    answer: column("integer", "real"),
  },
  {
    claim: "a bound REAL is no array index for ->>, a cast one is",
    sql: "SELECT '[7]' ->> ?1, '[7]' ->> +CAST(?1 AS INTEGER)",
    binds: [0],
    answer: row(null, 7),
  },
]
