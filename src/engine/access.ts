import type { PragmaMode } from "../targets/line.ts"
import type { TargetProfile } from "../targets/target.ts"

/** One call of SQLite's authorizer. https://sqlite.org/c3ref/set_authorizer.html */
export interface Access {
  readonly code: number
  readonly first: string
  readonly second: string | undefined
  /** `main`, `temp`, or undefined where the access belongs to none */
  readonly schema: string | undefined
  /** the view, trigger, CTE or subquery inside of which it happens */
  readonly inside: string | undefined
}

/** What the authorizer answers: allow, refuse the statement, or leave the access out of it. */
export const answer = { allow: 0, refuse: 1, ignore: 2 } as const
export type Answer = (typeof answer)[keyof typeof answer]

/** https://sqlite.org/c3ref/c_alter_table.html */
export const action = {
  delete: 9,
  insert: 18,
  pragma: 19,
  read: 20,
  transaction: 22,
  update: 23,
  attach: 24,
  detach: 25,
  createVirtualTable: 29,
  function: 31,
  savepoint: 32,
} as const

/** CREATE and DROP of temporary indexes, tables, triggers and views. */
const temporary: ReadonlySet<number> = new Set([3, 4, 5, 6, 12, 13, 14, 15])

/** What workerd says to BEGIN, COMMIT and SAVEPOINT; probed 2026-11-24. */
const transactionWords =
  "To execute a transaction, please use the state.storage.transaction() or state.storage.transactionSync() APIs " +
  "instead of the SQL BEGIN TRANSACTION or SAVEPOINT statements. The JavaScript API is safer because it will " +
  "automatically roll back on exceptions, and because it interacts correctly with Durable Objects' automatic atomic " +
  "write coalescing."

/** Tables that SQLite makes up itself, and that are in no schema. https://sqlite.org/vtab.html#epovtab */
const eponymous: ReadonlySet<string> = new Set([
  "bytecode",
  "dbstat",
  "json_each",
  "json_tree",
  "jsonb_each",
  "jsonb_tree",
  "sqlite_dbpage",
  "sqlite_stmt",
  "tables_used",
])

/** Pragmas whose argument says what to read. With any other, an argument sets something, some while preparing. */
const readingPragmas: ReadonlySet<string> = new Set([
  "foreign_key_check",
  "foreign_key_list",
  "index_info",
  "index_list",
  "index_xinfo",
  "integrity_check",
  "quick_check",
  "table_info",
  "table_list",
  "table_xinfo",
])

/** A refusal in the target's words; SQLite's own where `words` is undefined. */
export interface Ruling {
  readonly answer: Answer
  readonly words: string | undefined
}

const allowed: Ruling = { answer: answer.allow, words: undefined }
const refused: Ruling = { answer: answer.refuse, words: undefined }
const ignored: Ruling = { answer: answer.ignore, words: undefined }

/** May the target do this? `running` is false where a statement is only prepared: then nothing may be set. */
export function rule(target: TargetProfile, access: Access, running: boolean): Ruling {
  const { denied } = target
  switch (access.code) {
    case action.function:
      return ruleFunction(target, fold(access.second ?? ""))
    case action.pragma:
      return rulePragma(target, access, running)
    case action.createVirtualTable:
      if (denied.temporary && access.schema === "temp") return refused
      return target.modules?.has(fold(access.second ?? "")) === false ? refused : ruleName(target, access.first)
    case action.transaction:
    case action.savepoint:
      return denied.transactions ? { answer: answer.refuse, words: transactionWords } : allowed
    case action.attach:
    case action.detach:
      return denied.attach ? refused : allowed
    case action.read:
      return ruleTable(target, access.first)
    default:
      return denied.temporary && (temporary.has(access.code) || isTemporary(access))
        ? refused
        : ruleName(target, access.first)
  }
}

/** Something in the schema of temporary objects; ALTER TABLE looks into its list of them. */
function isTemporary({ schema, first }: Access): boolean {
  return schema === "temp" && !fold(first).startsWith("sqlite_")
}

function ruleFunction(target: TargetProfile, name: string): Ruling {
  if (target.functions === undefined || target.functions.has(name)) return allowed
  const words = target.deniedFunctions.get(name)?.words ?? target.functionRefusal
  return { answer: answer.refuse, words: `${words}: ${name}` }
}

function rulePragma(target: TargetProfile, { first, second, schema }: Access, running: boolean): Ruling {
  const name = fold(first)
  if (target.pragmas !== undefined) {
    const line = target.pragmas.get(first)
    if (line === undefined || schema === "temp") return refused
    if (!takesArgument(line.mode, second)) return refused
    if (line.mode !== "any-name" && ruleName(target, second ?? "") === refused) return refused
  }
  const sets = second !== undefined && !readingPragmas.has(name)
  // where every statement runs in a transaction, foreign_keys is set to no effect: https://sqlite.org/pragma.html#pragma_foreign_keys
  return sets && (!running || (name === "foreign_keys" && target.denied.transactions)) ? ignored : allowed
}

/** What workerd takes as a switch begins with one of these words: it takes 1.5 for 1. Probed 2026-11-27. */
const switches = /^(?:true|false|yes|no|on|off|1|0)/i

function takesArgument(mode: PragmaMode, argument: string | undefined): boolean {
  switch (mode) {
    case "read":
      return argument === undefined
    case "name":
      return argument !== undefined
    case "number":
      return argument === undefined || /^[-+]?(?:0x[\da-f]+|\d+)$/i.test(argument)
    case "boolean":
      return argument === undefined || switches.test(argument)
    case "optional-name":
    case "any-name":
    case "name-or-number":
      return true
  }
}

function ruleTable(target: TargetProfile, table: string): Ruling {
  const name = fold(table)
  if (name.startsWith("pragma_")) {
    return target.pragmas?.has(name.slice("pragma_".length)) === false ? refused : allowed
  }
  if (target.functions?.has(name) === false && eponymous.has(name)) {
    return { answer: answer.refuse, words: `no such table: ${table}` }
  }
  return ruleName(target, table)
}

function ruleName(target: TargetProfile, name: string): Ruling {
  const prefix = target.denied.reservedPrefix
  return prefix !== undefined && fold(name).startsWith(prefix) ? refused : allowed
}

/** What the engine's grammar takes in a text and the target's does not, if anything. */
export function ruleSyntax(target: TargetProfile, sql: string): string | undefined {
  if (target.deniedSyntax.every(({ pattern }) => !pattern.test(sql))) return undefined
  const text = sql.replace(/(?:'[^']*')+|"[^"]*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\//g, (piece) =>
    piece.startsWith("'") ? "''" : " ",
  )
  return target.deniedSyntax.find(({ pattern }) => pattern.test(text))?.why
}

/** SQLite folds only ASCII letters. */
export function fold(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}
