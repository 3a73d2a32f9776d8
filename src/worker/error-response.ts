import { BusyError, ConstraintError, ParameterError, QueryError, TransientError } from "wonder-sql/runtime"
import { ZodError } from "zod"

/** What a caller is told of an error: by its type, never by its text. */
export function errorResponse(error: unknown): Response {
  if (error instanceof ZodError || error instanceof ParameterError) {
    return Response.json({ error: "the request is not what was expected", issues: error.issues }, { status: 400 })
  }
  if (error instanceof ConstraintError) {
    const { kind, table, columns, constraint } = error
    return Response.json({ error: "the database refused it", kind, table, columns, constraint }, { status: 409 })
  }
  if (error instanceof BusyError || (error instanceof TransientError && error.retryable)) {
    return Response.json({ error: "try again" }, { status: 503, headers: { "retry-after": "1" } })
  }
  const query = error instanceof QueryError ? `${error.query} (${error.source})` : undefined
  return Response.json({ error: error instanceof Error ? error.message : String(error), query }, { status: 500 })
}
