import { describe, expect, test } from "vitest"
import { addMembers } from "../../src/project/json-edit.ts"

const scripts = { sqlgen: "sqlgen", "sqlgen:check": "sqlgen check" }

describe("members are added and everything else stays", () => {
  test.each([
    [
      "at the end of the object, indented like its members",
      '{\n    "name": "x",\n    "scripts": {\n        "dev": "wrangler dev"\n    },\n    "a": [1,2]\n}\n',
      '{\n    "name": "x",\n    "scripts": {\n        "dev": "wrangler dev",\n        "sqlgen": "sqlgen",\n        "sqlgen:check": "sqlgen check"\n    },\n    "a": [1,2]\n}\n',
    ],
    [
      "the object is made, with tabs and the line breaks of Windows",
      '{\r\n\t"name": "x"\r\n}',
      '{\r\n\t"name": "x",\r\n\t"scripts": {\r\n\t\t"sqlgen": "sqlgen",\r\n\t\t"sqlgen:check": "sqlgen check"\r\n\t}\r\n}',
    ],
    [
      "an empty object",
      '{\n  "scripts": {},\n  "name": "x"\n}\n',
      '{\n  "scripts": {\n    "sqlgen": "sqlgen",\n    "sqlgen:check": "sqlgen check"\n  },\n  "name": "x"\n}\n',
    ],
    [
      "on one line, where the others are",
      '{ "type": "module", "scripts": { "a": "b" } }',
      '{ "type": "module", "scripts": { "a": "b", "sqlgen": "sqlgen", "sqlgen:check": "sqlgen check" } }',
    ],
    [
      "a file that is one empty object",
      "{}\n",
      '{\n  "scripts": {\n    "sqlgen": "sqlgen",\n    "sqlgen:check": "sqlgen check"\n  }\n}\n',
    ],
    ["nothing in a list", '{ "scripts": [] }', undefined],
    ["nothing in what is not JSON", '{ "scripts": {} // no\n}', undefined],
  ])("%s", (_, before, after) => {
    expect(addMembers(before, ["scripts"], scripts)).toBe(after)
    if (after !== undefined) expect(JSON.parse(after)).toMatchObject({ scripts })
  })

  test("at the root, and deep where nothing is", () => {
    expect(addMembers('{"a":"b"}', [], { c: "d" })).toBe('{"a":"b", "c": "d"}')
    expect(addMembers("{}", ["a", "b"], { c: "d" })).toBe('{\n  "a": {\n    "b": {\n      "c": "d"\n    }\n  }\n}')
  })
})
