import type { Driver } from "wonder-sql/runtime"
import { lastSequence, readStream, stateAtSequence } from "../../gen/events.ts"

/** What happened to a workflow, and the state that comes of it. */
export type History = NonNullable<Awaited<ReturnType<typeof historyOf>>>

/** The history of one workflow, whole, with the state after its last event; null when nothing has happened to it. */
export async function historyOf(db: Driver<"async">, workflowId: string) {
  const { lastSeq } = await lastSequence(db, { workflowId })
  if (lastSeq === 0) return null
  const [events, last] = await db.batch([
    readStream.with({ workflowId, afterSeq: 0, pageSize: lastSeq }),
    stateAtSequence.with({ workflowId, seq: lastSeq }),
  ])
  return last === null ? null : { events, state: last.state }
}
