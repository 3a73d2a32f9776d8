import type { Catalog, Relation } from "../catalog/catalog.ts"
import type { Engine } from "../engine/engine.ts"

/**
 * What an answer about a statement rests on, beside its text and the options: everything that was asked of SQLite and of
 * the catalog while it was found. Against a schema that says the same to all of it, the answer is the same.
 */
export interface Basis {
  /** what was asked of SQLite, and what it said */
  readonly answers: readonly { readonly question: Question; readonly said: unknown }[]
  /** relations that were looked up, by folded name, there or not */
  readonly relations: ReadonlySet<string>
  /** more was asked than that (for all names, to suggest one; for the history): any other schema may say otherwise */
  readonly whole: boolean
}

/** Something that SQLite says of a text, and that depends on nothing but the schema. */
export interface Question {
  readonly kind: "describe" | "plan" | "trial"
  readonly sql: string
  readonly strings?: Parameters<Engine["describe"]>[1]
}

/** Asks it. */
export function ask<K extends Question["kind"]>(
  engine: Engine,
  question: Question & { readonly kind: K },
): ReturnType<Engine[K]>
export function ask(engine: Engine, { kind, sql, strings }: Question): unknown {
  return kind === "describe" ? engine.describe(sql, strings) : engine[kind](sql)
}

/** Does `work`, and notes what it asks. */
export function notingBasis<T>(
  catalog: Catalog,
  engine: Engine,
  work: (catalog: Catalog, engine: Engine) => T,
): { readonly value: T; readonly basis: Basis } {
  const notes: Notes = { answers: [], relations: new Set(), whole: false }
  const value = work(notingCatalog(catalog, notes), notingEngine(engine, notes))
  return { value, basis: notes }
}

interface Notes extends Basis {
  readonly answers: { readonly question: Question; readonly said: unknown }[]
  readonly relations: Set<string>
  whole: boolean
}

function notingCatalog(catalog: Catalog, notes: Notes): Catalog {
  return {
    relations: new NotingMap(catalog.relations, notes),
    get history() {
      notes.whole = true
      return catalog.history
    },
  }
}

function notingEngine(engine: Engine, notes: Notes): Engine {
  const all = <A extends readonly unknown[], T>(ask: (...args: A) => T) => {
    return (...args: A): T => {
      notes.whole = true
      return ask(...args)
    }
  }
  const noted = <K extends Question["kind"]>(question: Question & { readonly kind: K }): ReturnType<Engine[K]> => {
    const said = ask(engine, question)
    notes.answers.push({ question, said })
    return said
  }
  return {
    target: engine.target,
    describe: (sql, strings) => noted({ kind: "describe", sql, ...(strings === undefined ? {} : { strings }) }),
    plan: (sql) => noted({ kind: "plan", sql }),
    trial: (sql) => noted({ kind: "trial", sql }),
    execute: all(engine.execute),
    query: all(engine.query),
    prepare: all(engine.prepare),
    inTransaction: all(engine.inTransaction),
    transaction: all(engine.transaction),
    close: all(engine.close),
  }
}

/** Looking one up is noted by name; anything else asks for all of them. */
class NotingMap implements ReadonlyMap<string, Relation> {
  readonly #relations: ReadonlyMap<string, Relation>
  readonly #notes: Notes

  constructor(relations: ReadonlyMap<string, Relation>, notes: Notes) {
    this.#relations = relations
    this.#notes = notes
  }

  get(name: string): Relation | undefined {
    this.#notes.relations.add(name)
    return this.#relations.get(name)
  }

  has(name: string): boolean {
    return this.get(name) !== undefined
  }

  get size(): number {
    return this.#all().size
  }

  forEach(visit: (relation: Relation, name: string, map: ReadonlyMap<string, Relation>) => void): void {
    this.#all().forEach((relation, name) => {
      visit(relation, name, this)
    })
  }

  entries(): MapIterator<[string, Relation]> {
    return this.#all().entries()
  }

  keys(): MapIterator<string> {
    return this.#all().keys()
  }

  values(): MapIterator<Relation> {
    return this.#all().values()
  }

  [Symbol.iterator](): MapIterator<[string, Relation]> {
    return this.entries()
  }

  #all(): ReadonlyMap<string, Relation> {
    this.#notes.whole = true
    return this.#relations
  }
}
