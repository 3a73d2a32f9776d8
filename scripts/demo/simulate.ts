import type { SimulationEvent } from "../../src/worker/simulation/response.ts"
import type { Progress, SimulationOptions, Summary } from "../../src/worker/simulation/simulation.ts"
import type { LocalWorker } from "./local-d1.ts"

/** Runs the simulation inside the Worker and passes its progress on. */
export async function runSimulation(
  worker: LocalWorker,
  options: SimulationOptions,
  onProgress: (progress: Progress) => void,
): Promise<Summary> {
  const { seed, workflows, workers } = options
  const path = `/simulation?seed=${seed}&workflows=${workflows}&workers=${workers}`
  const response = await worker.fetch(path, { method: "POST" })
  if (!response.ok || response.body === null) throw new Error(`the Worker answered ${response.status}`)
  let rest = ""
  const decoder = new TextDecoder()
  for await (const chunk of response.body) {
    const lines = `${rest}${decoder.decode(chunk, { stream: true })}`.split("\n")
    rest = lines.pop() ?? ""
    for (const line of lines) {
      const event: SimulationEvent = JSON.parse(line)
      switch (event.kind) {
        case "progress":
          onProgress(event.progress)
          break
        case "done":
          return event.summary
        case "error":
          throw new Error(`the simulation failed: ${event.message}`)
      }
    }
  }
  throw new Error("the simulation ended without a summary")
}
