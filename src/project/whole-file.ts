import { type BigIntStats, readFileSync, statSync } from "node:fs"
import { DiskError } from "./disk-errors.ts"

/** Bytes. Text that people write, and dumps that a migration may hold, stay far below. */
const largest = 100 * 2 ** 20

/** How often a file that changes while it is read is read again, and after how many milliseconds. */
const again = { most: 20, pause: 10 }

/**
 * The bytes of a file at one moment: not the begin of one text and the end of another, when somebody writes to it
 * meanwhile. Throws Node's error, or a `DiskError` for what is no file, too large, or never at rest.
 */
export function wholeFile(path: string): Buffer {
  for (let left = again.most; left > 0; left--) {
    const before = statSync(path, { bigint: true })
    refuseOdd(before)
    const bytes = readFileSync(path)
    if (BigInt(bytes.length) === before.size && isSame(before, statSync(path, { bigint: true }))) return bytes
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, again.pause)
  }
  throw new DiskError("it changes while it is read", "run sqlgen again when nothing writes to it any more")
}

/** A pipe would be waited for, and a device never ends. */
function refuseOdd(stats: BigIntStats): void {
  if (stats.isDirectory()) throw new DiskError("it is a folder", "move the folder away, or give it another name")
  if (!stats.isFile()) throw new DiskError("it is a pipe, socket or device", "put a file there instead, or remove it")
  if (stats.size > largest) {
    const size = `${stats.size / 2n ** 20n} MB`
    throw new DiskError(
      `it has ${size}, and files of up to 100 MB are read`,
      "take out the data, and load it another way",
    )
  }
}

function isSame(before: BigIntStats, after: BigIntStats): boolean {
  return (["ino", "size", "mtimeNs", "ctimeNs"] as const).every((key) => before[key] === after[key])
}
