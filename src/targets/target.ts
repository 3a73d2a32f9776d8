import type {
  DeniedFunctionLine,
  FunctionLine,
  LimitLine,
  LimitName,
  ModuleLine,
  PragmaLine,
  StatementLine,
  SyntaxLine,
} from "./line.ts"

/** What a target accepts, as data. Every line says where it comes from. */
export interface TargetProfile {
  readonly name: "sqlite" | "d1" | "durable-object" | "libsql"
  readonly title: string
  /** "3.47.0": nothing newer than this may be used */
  readonly sqliteVersion: string
  /** an older SQLite that has to agree with the engine's own */
  readonly judge: "3.47.0" | undefined
  /** absent: SQLite's own default */
  readonly limits: { readonly [Name in LimitName]?: LimitLine }
  /** undefined: every function of the engine */
  readonly functions: ReadonlyMap<string, FunctionLine> | undefined
  /** the target's own words for a function that is in neither list, before `: name` */
  readonly functionRefusal: "not authorized to use function" | "no such function"
  readonly deniedFunctions: ReadonlyMap<string, DeniedFunctionLine>
  /** undefined: every pragma of the engine, with any argument */
  readonly pragmas: ReadonlyMap<string, PragmaLine> | undefined
  readonly modules: ReadonlyMap<string, ModuleLine> | undefined
  /** kinds of statements, by example: what the probe sends */
  readonly statements: readonly StatementLine[]
  /**
   * What the engine's newer grammar takes, the judge's too, and the target does not. Looked for in the text with strings
   * emptied, and comments and quoted names blanked.
   */
  readonly deniedSyntax: readonly SyntaxLine[]
  /** statements a client may not send: BEGIN, SAVEPOINT, ATTACH, TEMP objects... */
  readonly denied: {
    readonly transactions: boolean
    readonly attach: boolean
    readonly vacuum: boolean
    readonly temporary: boolean
    /** OR ROLLBACK and RAISE(ROLLBACK) */
    readonly rollback: boolean
    readonly reservedPrefix: string | undefined
    /** a comment or `;` behind the final `;` */
    readonly trailingText: boolean
  }
  /** UPDATE and DELETE with ORDER BY and LIMIT. https://sqlite.org/compile.html#enable_update_delete_limit */
  readonly limitedWrites: boolean
  /** `"x"` is text where no column x exists */
  readonly doubleQuotedStrings: boolean
  /** foreign keys are enforced on a connection that sets nothing */
  readonly foreignKeys: boolean
  /** https://sqlite.org/c3ref/c_dbconfig_defensive.html#sqlitedbconfigdefensive */
  readonly defensive: boolean
}

/** How many lines a profile has. */
export function lineCount(target: TargetProfile): number {
  return (
    Object.keys(target.limits).length +
    (target.functions?.size ?? 0) +
    target.deniedFunctions.size +
    (target.pragmas?.size ?? 0) +
    (target.modules?.size ?? 0) +
    target.statements.length +
    target.deniedSyntax.length
  )
}
