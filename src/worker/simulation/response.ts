import type { Driver } from "wonder-sql/runtime"
import { type Progress, type SimulationOptions, type Summary, simulate } from "./simulation.ts"

/** One line of the answer of `POST /simulation`. */
export type SimulationEvent =
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "done"; readonly summary: Summary }
  | { readonly kind: "error"; readonly message: string }

/** Simulates while the answer is read: one line of JSON for each event. */
export function simulationResponse(db: Driver<"async">, options: SimulationOptions): Response {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  const encoder = new TextEncoder()
  const send = async (event: SimulationEvent) => await writer.write(encoder.encode(`${JSON.stringify(event)}\n`))

  async function run(): Promise<void> {
    try {
      const summary = await simulate(db, options, (progress) => void send({ kind: "progress", progress }))
      await send({ kind: "done", summary })
    } catch (error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
      await send({ kind: "error", message })
    } finally {
      await writer.close()
    }
  }
  void run()
  return new Response(readable, { headers: { "content-type": "application/x-ndjson" } })
}
