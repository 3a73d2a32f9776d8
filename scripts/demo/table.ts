/** A column of a table for people: its heading, and the side its cells stand on. */
export interface Column {
  readonly title: string
  readonly align: "left" | "right"
  /** longer cells are cut */
  readonly max?: number
}

/** Lines of a table, indented by two, without a trailing blank: headings, a rule, rows. */
export function tableLines(columns: readonly Column[], rows: readonly (readonly string[])[]): readonly string[] {
  const cells = rows.map((row) => columns.map((column, index) => cut(row[index] ?? "", column.max)))
  const widths = columns.map((column, index) =>
    Math.max(column.title.length, ...cells.map((row) => row[index]?.length ?? 0)),
  )
  const line = (row: readonly string[]): string => {
    const padded = row.map((cell, index) => {
      const width = widths[index] ?? 0
      return columns[index]?.align === "right" ? cell.padStart(width) : cell.padEnd(width)
    })
    return `  ${padded.join("  ")}`.trimEnd()
  }
  const rule = widths.map((width) => "-".repeat(width))
  return [line(columns.map((column) => column.title)), line(rule), ...cells.map(line)]
}

export function left(title: string, max?: number): Column {
  return max === undefined ? { title, align: "left" } : { title, align: "left", max }
}

export function right(title: string): Column {
  return { title, align: "right" }
}

/** `12345` -> `12,345`, the same in every locale. */
export function count(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",")
}

/** `0.9876` -> `98.8 %`; nothing to divide: a dash. */
export function percent(share: number | null): string {
  return share === null ? "-" : `${(share * 100).toFixed(1)} %`
}

/** `94705` -> `94.7 s` */
export function seconds(ms: number): string {
  return Number.isFinite(ms) ? `${(ms / 1000).toFixed(1)} s` : "-"
}

/** `204500` -> `3:24` */
export function minutes(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`
}

function cut(text: string, max: number | undefined): string {
  return max === undefined || text.length <= max ? text : `${text.slice(0, max - 1)}…`
}
