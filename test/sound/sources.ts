import { readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import type { SourceFile } from "../../src/source/source-file.ts"

/** The project. */
export const root: string = resolve(import.meta.dirname, "../..")

/** A `SOUND_...` variable: how deep to dig, and where. */
export function setting(name: "SOUND_ROUNDS" | "SOUND_SEED", otherwise: number): number {
  return Number(process.env[name] ?? otherwise)
}

/** Another one every second; a failure prints it. */
export const seed: number = setting("SOUND_SEED", 12)

/** A file of the project. */
export function source(path: string): SourceFile {
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
