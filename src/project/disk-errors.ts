/** Something about a file that is no error of the system, with the way out. */
export class DiskError extends Error {
  readonly help: string

  constructor(reason: string, help: string) {
    super(reason)
    this.help = help
  }
}

/** `ENOENT` and the like of a Node error. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined
}

/** The reason that the system gives, in words, without absolute paths. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error)
  if (code === undefined) return error instanceof Error ? error.message : String(error)
  return reasons.get(code) ?? `the system says ${code}`
}

/** The limit that keeps the system from telling of changes, if that is why. https://man7.org/linux/man-pages/man7/inotify.7.html */
export function watchesExhausted(error: unknown): string | undefined {
  const limits: ReadonlyMap<string | undefined, string> = new Map([
    ["ENOSPC", "fs.inotify.max_user_watches"],
    ["EMFILE", "fs.inotify.max_user_instances"],
  ])
  const limit = limits.get(codeOf(error))
  return limit === undefined ? undefined : `the system can tell this user of no more changes: raise \`${limit}\``
}

/** What to do about a file or folder that cannot be read. */
export function readHelp(error: unknown): string {
  return error instanceof DiskError ? error.help : (readHelps.get(codeOf(error) ?? "") ?? mendDisk)
}

/** What to do about a file that cannot be written or removed. */
export function writeHelp(error: unknown): string {
  return error instanceof DiskError ? error.help : (writeHelps.get(codeOf(error) ?? "") ?? mendDisk)
}

const mendDisk = "mend that, and run sqlgen again: all other files are as they should be"
const denied = "permission denied"
const reasons: ReadonlyMap<string, string> = new Map([
  ["EACCES", denied],
  ["EPERM", denied],
  ["EISDIR", "it is a folder"],
  ["ENOTDIR", "a part of its path is a file, not a folder"],
  ["EROFS", "the file system is read-only"],
  ["ENOSPC", "the disk is full"],
  ["EDQUOT", "the disk quota of this user is used up"],
  ["EFBIG", "it is larger than this disk, or a limit of this user, allows"],
  ["ELOOP", "its symbolic links form a circle"],
  ["ENAMETOOLONG", "its name is too long for the disk"],
  ["EMFILE", "too many files are open"],
  ["ENFILE", "too many files are open"],
  ["EBUSY", "another program holds it"],
  ["EIO", "the disk reports an error (EIO)"],
])

const close = "end programs that hold many files open, or raise the limit (`ulimit -n`), and run sqlgen again"
const toRead = "give the user that runs sqlgen the right to read it"
const readHelps: ReadonlyMap<string, string> = new Map([
  ["EACCES", toRead],
  ["EPERM", toRead],
  ["ELOOP", "put a file or folder there, in place of the link"],
  ["ENOTDIR", "move that file away, or name another folder in the configuration"],
  ["EMFILE", close],
  ["ENFILE", close],
  ["EBUSY", "close that program, and run sqlgen again"],
])

const elsewhere = "or name another folder: `out` in the configuration"
const toWrite = `give the user that runs sqlgen the right to write there, ${elsewhere}`
const room = "make room, and run sqlgen again: what it wrote is whole, and the rest is as it was"
const writeHelps: ReadonlyMap<string, string> = new Map([
  ["EACCES", toWrite],
  ["EPERM", toWrite],
  ["EROFS", `make it writable, ${elsewhere}`],
  ["EISDIR", `move that folder away, ${elsewhere}`],
  ["ENOTDIR", `move that file away, ${elsewhere}`],
  ["ELOOP", `put a folder there, in place of the link, ${elsewhere}`],
  ["ENOSPC", room],
  ["EDQUOT", room],
  ["EFBIG", room],
  ["ENAMETOOLONG", "give the query file a shorter name"],
  ["EMFILE", close],
  ["ENFILE", close],
  ["EBUSY", "close that program, and run sqlgen again"],
])
