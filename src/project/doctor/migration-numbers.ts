import { type Check, shortened } from "./check.ts"

/** Two migrations with one number: usually two branches that were merged. */
export const migrationNumbers: Check = {
  name: "migration-numbers",
  run: ({ migrations }) => {
    if (migrations === undefined || migrations.layout === "journal") return migrations === undefined ? [] : [byJournal]
    const byNumber = new Map<number, string[]>()
    for (const file of migrations.files) {
      const number = numberOf(file, migrations.layout === "folders")
      if (number !== undefined) byNumber.set(number, [...(byNumber.get(number) ?? []), file])
    }
    const twice = [...byNumber.values()].filter((files) => files.length > 1)
    if (twice.length === 0) return [{ level: "ok", text: "no number stands twice" }]
    const why =
      "their order is that of their names, and a database that has the later one already gets the earlier one after it"
    const todo = "give the one that is not applied anywhere yet the next number"
    return [
      {
        level: "note",
        text: "migrations share a number",
        why,
        todo,
        details: shortened(twice.map((files) => files.join(", "))),
      },
    ]
  },
}

const byJournal = { level: "ok", text: "the journal gives the order" } as const

function numberOf(file: string, folders: boolean): number | undefined {
  const digits = /^\d+/.exec(file.split("/").at(folders ? -2 : -1) ?? "")?.[0]
  return digits === undefined ? undefined : Number(digits)
}
