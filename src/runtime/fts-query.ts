/** How `ftsQuery` reads what a user typed. */
export interface FtsOptions {
  /** the last word matches words that begin with it, as in search while typing */
  readonly prefix?: boolean
  /** every word must occur (the default), or any */
  readonly all?: boolean
}

/**
 * What a user typed, as an FTS5 query in which every word is a quoted string: no operator, column filter or syntax
 * error can come of it. Without a word it is `""`, which matches nothing. https://sqlite.org/fts5.html#full_text_query_syntax
 */
export function ftsQuery(text: string, options: FtsOptions = {}): string {
  // NUL would cut the query, halves of surrogate pairs cannot be bound
  const words = text.split(/[\s\0\p{Surrogate}]+/u).filter((word) => word !== "")
  if (words.length === 0) return '""'
  const quoted = words.map((word) => `"${word.replaceAll('"', '""')}"`).join(options.all === false ? " OR " : " AND ")
  return options.prefix === true ? `${quoted}*` : quoted
}
