import { readFileSync } from "node:fs"

/** The version of this package. */
export function ownVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"))
  const known = typeof manifest === "object" && manifest !== null && "version" in manifest
  return known ? String(manifest.version) : "unknown"
}

/** The page about a diagnostic, as Markdown without its comments; undefined when there is none. */
export function diagnosticPage(code: string): string | undefined {
  try {
    const page = readFileSync(new URL(`../../docs/diagnostics/${code}.md`, import.meta.url), "utf8")
    return page.replace(/^<!-- .* -->\n\n?/gm, "")
  } catch {
    return undefined // the caller has the one-line meaning of the code
  }
}
