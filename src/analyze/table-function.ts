import { fold } from "../catalog/catalog.ts"
import type { FromItem } from "../syntax/ast.ts"
import { expecting, type Inference } from "./inference.ts"
import { jsonScalarStorage, jsonType, plain, reason, storageOf } from "./lattice.ts"
import { blank, rowidColumn, type Scope, type ScopeColumn, type ScopeRelation } from "./scope.ts"
import { isOnly } from "./storage.ts"
import type { StorageClass, ValueType } from "./value-type.ts"

type TableItem = Extract<FromItem, { kind: "table" }>

/** name, storage (`i` integer, `r` real, `t` text, `b` blob, `s` any JSON scalar), `?` where NULL is possible, `-` in front of hidden ones */
const tables: ReadonlyMap<string, string> = new Map([
  ["json_each", "key:it? value:s? type:t atom:s? id:i parent:i? fullkey:t path:t -json:tb -root:t"],
  ["json_tree", "key:it? value:s? type:t atom:s? id:i parent:i? fullkey:t path:t -json:tb -root:t"],
  ["jsonb_each", "key:it? value:sb? type:t atom:s? id:i parent:i? fullkey:t path:t -json:tb -root:t"],
  ["jsonb_tree", "key:it? value:sb? type:t atom:s? id:i parent:i? fullkey:t path:t -json:tb -root:t"],
  ["pragma_table_info", "cid:i name:t type:t notnull:i dflt_value:t? pk:i -arg:t? -schema:t?"],
  ["pragma_table_xinfo", "cid:i name:t type:t notnull:i dflt_value:t? pk:i hidden:i -arg:t? -schema:t?"],
  ["pragma_table_list", "schema:t name:t type:t ncol:i wr:i strict:i -arg:t? -schema:t?"],
  ["pragma_index_list", "seq:i name:t unique:i origin:t partial:i -arg:t? -schema:t?"],
  ["pragma_index_info", "seqno:i cid:i name:t? -arg:t? -schema:t?"],
  ["pragma_index_xinfo", "seqno:i cid:i name:t? desc:i coll:t? key:i -arg:t? -schema:t?"],
  ["pragma_foreign_key_list", "id:i seq:i table:t from:t to:t? on_update:t on_delete:t match:t -arg:t? -schema:t?"],
  ["sqlite_schema", "type:t? name:t? tbl_name:t? rootpage:i? sql:t?"],
  ["sqlite_master", "type:t? name:t? tbl_name:t? rootpage:i? sql:t?"],
  ["sqlite_sequence", "name:t? seq:i?"],
])

/** What may be called in FROM. */
export const tableFunctionNames: readonly string[] = [...tables.keys()].filter((name) => !name.startsWith("sqlite_"))

const letters: Readonly<Record<string, readonly StorageClass[]>> = {
  i: ["integer"],
  r: ["real"],
  t: ["text"],
  b: ["blob"],
  s: [...jsonScalarStorage],
}

/** `json_each(x)`, `pragma_table_info('t')`, `sqlite_schema`. https://sqlite.org/json1.html#jeach */
export function tableFunction(on: Inference, scope: Scope, item: TableItem, name: string): ScopeRelation | undefined {
  const folded = fold(item.table.name.text)
  const words = tables.get(folded)
  if (words === undefined) return undefined
  const json = /^jsonb?_(each|tree)$/.test(folded)
  const list = folded === "json_each" ? listParameter(on, item) : undefined
  for (const [index, argument] of (item.args ?? []).entries()) {
    const why = reason(`an argument of \`${folded}\``, scope.file, argument.span)
    const type = json && index === 0 ? jsonType({ kind: "unknown" }, false, why) : plain(storageOf("text"), false, why)
    on.expression(on, scope, argument, expecting(type, why.text, { strength: "argument", visible: false }))
  }
  const elements = list === undefined ? undefined : on.known.get(list)
  const columns = words
    .split(" ")
    .map((word) => column(scope, item, word, folded, elements?.array === true ? elements : undefined))
  return { ...blank(name, item.span), columns, list, rowid: json ? rowidColumn(scope.file, item.span) : undefined }
}

/** `json_each(:ids)`: the parameter's index, when it is the whole and only argument. */
function listParameter(on: Inference, item: TableItem): number | undefined {
  const argument = item.args?.[0]
  if (argument?.kind !== "parameter" || item.args?.length !== 1) return undefined
  const index = on.indexAt.get(argument.span.start)
  if (index !== undefined) on.lists.set(argument.span.start, index)
  return index
}

function column(
  scope: Scope,
  item: TableItem,
  word: string,
  table: string,
  elements: ValueType | undefined,
): ScopeColumn {
  const [given = "", kinds = ""] = word.split(":")
  const hidden = given.startsWith("-")
  const name = hidden ? given.slice(1) : given
  const why = reason(`\`${table}.${name}\``, scope.file, item.span)
  const storage = new Set([...kinds].flatMap((letter) => letters[letter] ?? []))
  return {
    name,
    type: elementType(name, elements) ?? plain(storage, kinds.endsWith("?"), why),
    hidden,
    collation: undefined,
    affinity: undefined,
    subtyped: false,
  }
}

/** Over a list parameter `value` is an element and `key` its position. */
function elementType(name: string, elements: ValueType | undefined): ValueType | undefined {
  if (elements === undefined) return undefined
  // the bytes of a BLOB are hexadecimal digits there
  if (isOnly(elements, "blob")) return undefined
  if (name === "value" || name === "atom") return { ...elements, array: false }
  return name === "key" ? { ...plain(storageOf("integer"), false, elements.why.type) } : undefined
}
