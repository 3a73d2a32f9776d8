import type { Token, TokenKind } from "./token.ts"

/*
 * SQLite's lexical rules, so that every character of a file belongs to exactly one token.
 * https://sqlite.org/lang_expr.html#literal_values_constants_ https://sqlite.org/lang_keywords.html https://sqlite.org/c3ref/bind_blob.html
 */

/** A byte order mark is white space wherever a token may start. */
const byteOrderMark = 0xfeff

const number = /0[xX][0-9a-fA-F][0-9a-fA-F_]*|(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9][0-9_]*)?/y
const operator = /->>|->|==|<=|<>|<<|>=|>>|!=|\|\||[-+*/%=<>|&~,.]/y
const evenHex = /^[xX]'(?:[0-9a-fA-F]{2})*'$/

/** Where a token ends and what it is. */
interface Scanned {
  readonly kind: TokenKind
  readonly end: number
  readonly closed: boolean
}

/**
 * Cuts a text into tokens that cover it without a gap. Never throws: what is not closed reaches to the end of the
 * text and says so, what SQLite does not know is `illegal`.
 */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < text.length; ) {
    const { kind, end, closed } = scan(text, at)
    tokens.push({ kind, start: at, end, text: text.slice(at, end), closed })
    at = end
  }
  return tokens
}

function scan(text: string, at: number): Scanned {
  const code = text.charCodeAt(at)
  if (isWordStart(code)) return scanWord(text, at, code)
  if (isDigit(code)) return scanNumber(text, at)
  switch (text[at]) {
    case " ":
    case "\t":
    case "\n":
    case "\f":
    case "\r":
      return scanSpace(text, at)
    case "'":
      return scanQuoted(text, at, "'", "string")
    case '"':
    case "`":
      return scanQuoted(text, at, text.charAt(at), "name")
    case "[":
      return scanUntil(text, at + 1, "]", "name")
    case "-":
      return text[at + 1] === "-" ? scanLineComment(text, at) : scanOperator(text, at)
    case "/":
      return text[at + 1] === "*" ? scanUntil(text, at + 2, "*/", "block-comment") : scanOperator(text, at)
    case ".":
      return isDigit(text.charCodeAt(at + 1)) ? scanNumber(text, at) : scanOperator(text, at)
    case "?":
      return done("placeholder", skipWhile(text, at + 1, isDigit))
    case "$":
    case "@":
    case ":":
    case "#":
      return scanPlaceholder(text, at)
    case "(":
      return done("(", at + 1)
    case ")":
      return done(")", at + 1)
    case ";":
      return done(";", at + 1)
    default:
      return scanOperator(text, at)
  }
}

function done(kind: TokenKind, end: number): Scanned {
  return { kind, end, closed: true }
}

function scanSpace(text: string, at: number): Scanned {
  return done("space", skipWhile(text, at + 1, isSpace))
}

function scanLineComment(text: string, at: number): Scanned {
  const end = text.indexOf("\n", at)
  return done("line-comment", end === -1 ? text.length : end)
}

/** `[a]` and block comments: the first closer ends them. */
function scanUntil(text: string, from: number, closer: string, kind: TokenKind): Scanned {
  const found = text.indexOf(closer, from)
  return found === -1 ? { kind, end: text.length, closed: false } : done(kind, found + closer.length)
}

/** `'it''s'`, `"a""b"`: a doubled quote stands for itself. */
function scanQuoted(text: string, at: number, quote: string, kind: TokenKind): Scanned {
  for (let from = at + 1; ; ) {
    const found = text.indexOf(quote, from)
    if (found === -1) return { kind, end: text.length, closed: false }
    if (text[found + 1] !== quote) return done(kind, found + 1)
    from = found + 2
  }
}

function scanWord(text: string, at: number, code: number): Scanned {
  if (code === byteOrderMark) return done("space", at + 1)
  if ((code === 0x78 || code === 0x58) && text[at + 1] === "'") return scanBlob(text, at)
  return done("word", skipWhile(text, at + 1, isWordPart))
}

/** `x'00ff'`: hex digits in pairs; anything else up to the quote is one illegal token. */
function scanBlob(text: string, at: number): Scanned {
  const { end, closed } = scanUntil(text, at + 2, "'", "blob")
  if (!closed) return { kind: "blob", end, closed }
  return done(evenHex.test(text.slice(at, end)) ? "blob" : "illegal", end)
}

/** A number directly followed by a letter (`12ab`) is one illegal token. */
function scanNumber(text: string, at: number): Scanned {
  number.lastIndex = at
  const end = number.test(text) ? number.lastIndex : at + 1
  return isWordPart(text.charCodeAt(end)) ? done("illegal", skipWhile(text, end, isWordPart)) : done("number", end)
}

function scanOperator(text: string, at: number): Scanned {
  operator.lastIndex = at
  return operator.test(text) ? done("operator", operator.lastIndex) : done("illegal", at + 1)
}

/**
 * `:a`, `@a`, `$a`, also Tcl's `$a::b(c)` (SQLite takes it after every sigil). `#1` is a register of SQLite's own.
 * https://sqlite.org/lang_expr.html#parameters
 */
function scanPlaceholder(text: string, at: number): Scanned {
  const kind = text[at] === "#" ? "illegal" : "placeholder"
  let named = false
  let end = at + 1
  for (;;) {
    if (isWordPart(text.charCodeAt(end))) {
      named = true
      end++
    } else if (text[end] === ":" && text[end + 1] === ":") end += 2
    else break
  }
  if (!named) return done("illegal", end)
  if (text[end] !== "(") return done(kind, end)
  end = skipWhile(text, end + 1, (code) => !isSpace(code) && code !== 0x29)
  return text[end] === ")" ? done(kind, end + 1) : done("illegal", end)
}

function skipWhile(text: string, from: number, accept: (code: number) => boolean): number {
  let end = from
  while (end < text.length && accept(text.charCodeAt(end))) end++
  return end
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d)
}

/** Letters, `_`, and everything beyond ASCII. */
function isWordStart(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || code >= 0x80
}

function isWordPart(code: number): boolean {
  return isWordStart(code) || isDigit(code) || code === 0x24
}
