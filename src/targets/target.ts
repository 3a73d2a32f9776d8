/** Where a fact about a target comes from. */
export interface Evidence {
  readonly source: string
  readonly date: string
}

/** What a target accepts, as data. Limits of `undefined` are SQLite's own defaults. */
export interface TargetProfile {
  readonly name: "sqlite" | "d1" | "libsql"
  readonly title: string
  readonly evidence: readonly Evidence[]
  /** "3.47.0": nothing newer than this may be used */
  readonly sqliteVersion: string
  readonly limits: {
    readonly sqlBytes: number | undefined
    readonly columns: number | undefined
    readonly expressionDepth: number | undefined
    readonly compoundTerms: number | undefined
    readonly functionArguments: number | undefined
    readonly likePatternBytes: number | undefined
    readonly variables: number | undefined
    readonly attached: number | undefined
    readonly triggerDepth: number | undefined
    readonly valueBytes: number | undefined
    readonly vdbeOps: number | undefined
  }
  /** undefined: every function of the engine */
  readonly functions: ReadonlySet<string> | undefined
  /** the target's own words for a function that is not in the list, before `: name` */
  readonly functionRefusal: "not authorized to use function" | "no such function"
  readonly pragmas: ReadonlySet<string> | undefined
  readonly virtualTables: ReadonlySet<string> | undefined
  /**
   * Functions of the list above that the target takes with these counts of arguments only (none: not at all), while the
   * engine takes others too. SQLite's authorizer is not told the count, so a rule must look at the tree.
   */
  readonly deniedArity: readonly {
    readonly name: string
    readonly allowed: readonly number[]
    readonly why: string
  }[]
  /**
   * What the engine's newer grammar takes and the target does not. Looked for in the text with strings emptied, and
   * comments and quoted names blanked.
   */
  readonly deniedSyntax: readonly { readonly pattern: RegExp; readonly why: string }[]
  /** statements a client may not send: BEGIN, SAVEPOINT, ATTACH, TEMP objects... */
  readonly denied: {
    readonly transactions: boolean
    readonly attach: boolean
    readonly vacuum: boolean
    readonly temporary: boolean
    readonly reservedPrefix: string | undefined
  }
  /** `"x"` is text where no column x exists */
  readonly doubleQuotedStrings: boolean
  /** foreign keys are enforced on a connection that sets nothing */
  readonly foreignKeys: boolean
  /** https://sqlite.org/c3ref/c_dbconfig_defensive.html#sqlitedbconfigdefensive */
  readonly defensive: boolean
}

/** Space-separated words as a set: one line of data instead of fifty. */
export function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter((word) => word !== ""))
}
