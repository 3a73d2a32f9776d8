import { readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import type { SourceFile } from "../../src/source/source-file.ts"

/** The project. */
export const root: string = resolve(import.meta.dirname, "../..")

/** `npm run test:soak`: the mode is Vitest's. https://vitest.dev/guide/cli.html#mode */
export const isSoak: boolean = process.env["MODE"] === "soak"

/** A `SOUND_...` variable: how deep to dig, and where. */
export function setting(name: "SOUND_ROUNDS" | "SOUND_SEED", otherwise: number): number {
  return Number(process.env[name] ?? otherwise)
}

/** A file of the project. */
function source(path: string): SourceFile {
  return { path, text: readFileSync(join(root, path), "utf8") }
}

/** The `.sql` files of a folder, in order. */
export function sources(folder: string): readonly SourceFile[] {
  return readdirSync(join(root, folder))
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((file) => source(`${folder}/${file}`))
}

/** One line for whoever reads the output of a long run. */
export function tell(line: string): void {
  process.stdout.write(`${line}\n`)
}
