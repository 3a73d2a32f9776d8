/** How the parts of a frame are coloured; identity functions when colour is off. */
export interface Paint {
  readonly severity: (text: string) => string
  readonly strong: (text: string) => string
  readonly gutter: (text: string) => string
}

/** The colours of a message: red for errors, yellow for warnings. Whether to colour at all is the caller's decision. */
export function paintFor(severity: "error" | "warning", color: boolean): Paint {
  if (!color) return { severity: plain, strong: plain, gutter: plain }
  return { severity: severity === "error" ? ansi("1;31") : ansi("1;33"), strong: ansi("1"), gutter: ansi("1;34") }
}

function plain(text: string): string {
  return text
}

function ansi(code: string): (text: string) => string {
  return (text) => `\u001b[${code}m${text}\u001b[0m`
}
