import type { Pointer, RawSqlite } from "./raw.ts"

/** The WASM memory. Views of it end when it grows, so each is asked for anew. */
export interface Heap {
  /** the whole memory as bytes, good until the next call into SQLite */
  readonly bytes: () => Uint8Array
  /** copies a text into a buffer that the next call overwrites: UTF-8 and a NUL; undefined when memory is full */
  readonly write: (text: string) => Written | undefined
}

/** `bytes` does not count the NUL. */
export interface Written {
  readonly at: Pointer
  readonly bytes: number
}

const encoder = new TextEncoder()
const decoder = new TextDecoder("utf-8", { ignoreBOM: true })

/** The memory of a module, with one buffer for texts that go in. */
export function heapOf(sqlite: RawSqlite, bytes: () => Uint8Array): Heap {
  let buffer: Pointer = 0
  let size = 0
  const write = (text: string): Written | undefined => {
    const most = text.length * 3 + 1
    if (most > size) {
      sqlite.free(buffer)
      size = Math.max(65_536, most)
      buffer = sqlite.malloc(size)
      if (buffer === 0) {
        size = 0
        return undefined
      }
    }
    const heap = bytes()
    const { written } = encoder.encodeInto(text, heap.subarray(buffer, buffer + size - 1))
    heap[buffer + written] = 0
    return { at: buffer, bytes: written }
  }
  return { bytes, write }
}

/** The text at a pointer, up to its NUL; undefined for NULL. */
export function textAt(heap: Uint8Array, at: Pointer): string | undefined {
  if (at === 0) return undefined
  let text = ""
  for (let index = at; ; index++) {
    const byte = heap[index] ?? 0
    if (byte === 0) return text
    if (byte >= 0x80) return decoder.decode(heap.subarray(at, heap.indexOf(0, index)))
    text += String.fromCharCode(byte)
  }
}

/** The text of so many bytes at a pointer. */
export function textOf(heap: Uint8Array, at: Pointer, bytes: number): string {
  return decoder.decode(heap.subarray(at, at + bytes))
}

/** Offset in UTF-8 bytes -> offset in UTF-16 units of the text that was written. */
export function unitsBefore(heap: Uint8Array, text: string, written: Written, offset: number): number {
  return written.bytes === text.length ? offset : textOf(heap, written.at, offset).length
}

/** The pointer (32 bits, little-endian) that lies at a place. */
export function pointerAt(heap: Uint8Array, at: Pointer): Pointer {
  return new DataView(heap.buffer).getUint32(at, true)
}
