import fs from "node:fs"
import { syncBuiltinESMExports } from "node:module"

/*
 * Loaded before the program: makes a real process meet what a disk and other processes may do to it, at the moment that
 * a test asks for. Nothing of the program is replaced, only the calls into the system are watched.
 */

const { KILL_AT: killAt, CHANGE_ON_READ: changing } = process.env
const real = { ...fs }
let step = 0

/** The process is killed at the moment that is `KILL_AT`-th, as by `kill -9` or the system when memory is short. */
function moment(): void {
  step++
  if (String(step) === killAt) process.kill(process.pid, "SIGKILL")
}

if (killAt !== undefined) {
  fs.writeFileSync = (path, data, options) => {
    if (String(step + 1) === killAt) real.writeFileSync(path, String(data).slice(0, String(data).length / 2), options)
    moment()
    real.writeFileSync(path, data, options)
    moment()
  }
  fs.renameSync = (from, to) => {
    real.renameSync(from, to)
    moment()
  }
  fs.rmSync = (path, options) => {
    real.rmSync(path, options)
    moment()
  }
}

if (changing !== undefined) {
  const read = (path: fs.PathOrFileDescriptor, options?: Parameters<typeof fs.readFileSync>[1]): string | Buffer => {
    const content = real.readFileSync(path, options)
    if (String(path).endsWith(changing)) real.appendFileSync(String(path), "-- more\n")
    return content
  }
  Object.assign(fs, { readFileSync: read })
}

syncBuiltinESMExports()
