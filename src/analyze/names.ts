declare const valueName: unique symbol

/** A name that is safe as an exported TypeScript value; only `toValueName` makes one. */
export type ValueName = string & { readonly [valueName]: true }

const identifier = /^[A-Za-z_$][A-Za-z0-9_$]*$/

/** Words that cannot name an exported constant in a module (strict mode), plus globals that generated code uses. */
const reserved = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends false " +
    "finally for function if implements import in instanceof interface let new null package private protected public return " +
    "static super switch this throw true try typeof undefined var void while with yield NaN Infinity Number Object Array JSON"
  ).split(" "),
)

/** The name if it can be exported as it is, otherwise undefined and a name that could. */
export function toValueName(
  text: string,
): { readonly name: ValueName } | { readonly name: undefined; readonly suggestion: string } {
  if (isValueName(text)) return { name: text }
  const plain = text
    .replaceAll("ß", "ss")
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
  const cleaned = camelCase(plain.replace(/[^A-Za-z0-9_$]+/g, "_"))
  const safe = cleaned === "" ? "query" : /^[0-9]/.test(cleaned) ? `query${cleaned}` : cleaned
  return { name: undefined, suggestion: reserved.has(safe) ? `${safe}Query` : safe }
}

function isValueName(text: string): text is ValueName {
  return identifier.test(text) && !reserved.has(text)
}

/** `worker_id` -> `workerId`, `count(*)` -> `count`, `HTTP_code` -> `httpCode`; a name that is already camelCase stays. */
export function camelCase(text: string): string {
  const words = text.split(/[^\p{L}\p{N}$]+/u).filter((word) => word !== "")
  if (words.length === 0) return text
  return words.map((word, index) => (index === 0 ? lowerFirst(word) : upperFirst(word))).join("")
}

/** `claimNext` -> `ClaimNext` */
export function pascalCase(text: string): string {
  return upperFirst(camelCase(text))
}

function lowerFirst(word: string): string {
  return isShouted(word) ? word.toLowerCase() : word.charAt(0).toLowerCase() + word.slice(1)
}

function upperFirst(word: string): string {
  const plain = isShouted(word) ? word.toLowerCase() : word
  return plain.charAt(0).toUpperCase() + plain.slice(1)
}

function isShouted(word: string): boolean {
  return word.length > 1 && word === word.toUpperCase() && /[A-Z]/.test(word)
}
