/**
 * Characters that look like others, or like nothing, and that SQLite takes for parts of a name. They come from web pages
 * and word processors. https://sqlite.org/lang_keywords.html
 */
const lookAlikes: readonly {
  readonly pattern: RegExp
  readonly what: string
  /** undefined: it goes */
  readonly instead: string | undefined
}[] = [
  { pattern: /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/u, what: "a special blank", instead: "an ordinary blank" },
  { pattern: /[\u2028\u2029\u0085]/u, what: "a special line break", instead: "an ordinary line break" },
  { pattern: /\p{Cf}/u, what: "an invisible character", instead: undefined },
  { pattern: /[\u2018\u2019\u201a\u201b\u2032]/u, what: "a typographic quote", instead: "`'`" },
  {
    pattern: /[\u201c-\u201f\u2033\u00ab\u00bb]/u,
    what: "a typographic quote",
    instead: "`'` around text, `\"` around names",
  },
  { pattern: /[\u2010-\u2015\u2212]/u, what: "a dash", instead: "`-`" },
  { pattern: /[\uff01-\uff5e]/u, what: "a full-width character", instead: "the ordinary one" },
]

/** The help for a bare name that SQLite refused, when a character in it is not what it looks like; undefined otherwise. */
export function oddCharacterHelp(text: string): string | undefined {
  if (/^["'`[]/.test(text)) return undefined // what is quoted is meant
  for (const { pattern, what, instead } of lookAlikes) {
    const [found] = pattern.exec(text) ?? []
    if (found === undefined) continue
    const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")
    const repair = instead === undefined ? "delete it" : `write ${instead} in its place`
    return `it holds ${what}, U+${code}, that SQLite takes for a part of a name: ${repair}`
  }
  return undefined
}
