/** The mark of an alias: `"x!"` is never NULL, `"x?"` may be, by the author's word. */
export function markOf(name: string): "!" | "?" | undefined {
  return name.endsWith("!") ? "!" : name.endsWith("?") && name.length > 1 && /^[A-Za-z_]/.test(name) ? "?" : undefined
}

/** `x!` -> `x` */
export function withoutMark(name: string): string {
  return markOf(name) === undefined ? name : name.slice(0, -1)
}
