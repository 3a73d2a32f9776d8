-- Analytics: what an operator wants to know. Time windows are half open: from `since`, up to but without `until`.

-- name: workflowCounts
-- Every definition by status. Reads a whole index: for a screen, not for a loop.
SELECT definition, status, count(*) AS workflows
FROM workflows
GROUP BY definition, status
ORDER BY definition, status;

-- name: effectSuccessRates
-- How effects ended, by kind, after all their attempts. The rate is succeeded / (succeeded + failed): what was
-- cancelled says nothing, and where nothing else has ended there is no rate.
-- @example since = 1700000000000
-- @example until = 1700003600000
SELECT
  kind,
  count(*) FILTER (WHERE status = 'succeeded') AS succeeded,
  count(*) FILTER (WHERE status = 'failed') AS failed,
  count(*) FILTER (WHERE status = 'cancelled') AS cancelled,
  avg(status = 'succeeded') FILTER (WHERE status IN ('succeeded', 'failed')) AS success_rate
FROM effects
WHERE finished_at >= :since
  AND finished_at < :until
GROUP BY kind
ORDER BY kind;

-- name: attemptSuccessRates
-- How single attempts ended, by kind. An attempt that was lost with its lease has not succeeded.
-- @example since = 1700000000000
-- @example until = 1700003600000
SELECT
  kind,
  count(*) AS attempts,
  count(*) FILTER (WHERE outcome = 'succeeded') AS succeeded,
  count(*) FILTER (WHERE outcome = 'failed') AS failed,
  count(*) FILTER (WHERE outcome = 'lost') AS lost,
  avg(outcome = 'succeeded') AS success_rate
FROM attempts
WHERE finished_at >= :since
  AND finished_at < :until
GROUP BY kind
ORDER BY kind;

-- name: durationPercentiles
-- How long successful attempts took, by kind. Percentiles are nearest rank: a duration that really happened, the
-- smallest that p percent do not exceed; the rank ceil(p * n / 100) is taken in integers, without float noise.
-- `median_ms` is interpolated: the mean of the two middle durations.
-- @example since = 1700000000000
-- @example until = 1700003600000
WITH ranked AS (
  SELECT
    kind,
    duration_ms,
    row_number() OVER (PARTITION BY kind ORDER BY duration_ms) AS rank_no
  FROM attempts
  WHERE outcome = 'succeeded'
    AND finished_at >= :since
    AND finished_at < :until
    AND duration_ms IS NOT NULL
),
totals AS (
  SELECT kind, count(*) AS n
  FROM ranked
  GROUP BY kind
)
SELECT
  t.kind,
  t.n AS attempts,
  p50.duration_ms AS p50_ms,
  p95.duration_ms AS p95_ms,
  p99.duration_ms AS p99_ms,
  (middle.duration_ms + next.duration_ms) / 2.0 AS median_ms
FROM totals AS t
JOIN ranked AS p50 ON p50.kind = t.kind AND p50.rank_no = (t.n * 50 + 99) / 100
JOIN ranked AS p95 ON p95.kind = t.kind AND p95.rank_no = (t.n * 95 + 99) / 100
JOIN ranked AS p99 ON p99.kind = t.kind AND p99.rank_no = (t.n * 99 + 99) / 100
JOIN ranked AS middle ON middle.kind = t.kind AND middle.rank_no = (t.n + 1) / 2
JOIN ranked AS next ON next.kind = t.kind AND next.rank_no = (t.n + 2) / 2
ORDER BY t.kind;

-- name: topErrors
-- Errors by fingerprint, the most frequent first, each with its latest example.
-- @example since = 1700000000000
-- @example until = 1700003600000
-- @example page_size = 10
WITH failures AS (
  SELECT
    error_fingerprint,
    error_message,
    workflow_id,
    kind,
    finished_at,
    count(*) OVER (PARTITION BY error_fingerprint) AS occurrences,
    row_number() OVER (
      PARTITION BY error_fingerprint ORDER BY finished_at DESC, workflow_id, node, branch, attempt
    ) AS recency
  FROM attempts
  WHERE error_fingerprint IS NOT NULL
    AND error_message IS NOT NULL
    AND finished_at >= :since
    AND finished_at < :until
)
SELECT
  error_fingerprint,
  occurrences,
  kind AS last_kind,
  workflow_id AS last_workflow_id,
  error_message AS last_message,
  finished_at AS last_seen_at
FROM failures
WHERE recency = 1
ORDER BY occurrences DESC, error_fingerprint
LIMIT :page_size;

-- name: throughput
-- Attempts that ended, in buckets of time; a bucket without any has no row.
-- @example since = 1700000000000
-- @example until = 1700003600000
-- @example bucket_ms = 60000
SELECT
  CAST(finished_at - finished_at % :bucket_ms AS INTEGER) AS bucket_at,
  count(*) AS attempts,
  count(*) FILTER (WHERE outcome = 'succeeded') AS succeeded
FROM attempts
WHERE finished_at >= :since
  AND finished_at < :until
GROUP BY bucket_at
ORDER BY bucket_at;

-- name: retryDistribution
-- How many attempts effects needed until they ended, by kind.
-- @example since = 1700000000000
-- @example until = 1700003600000
SELECT kind, attempt AS attempts, count(*) AS effects
FROM effects
WHERE finished_at >= :since
  AND finished_at < :until
  AND status IN ('succeeded', 'failed')
GROUP BY kind, attempt
ORDER BY kind, attempt;

-- name: queueLatency
-- How long workflows waited from the time they were meant to run until a worker first took them, by definition:
-- nearest rank percentiles. A clock that ran behind counts as no wait.
-- @example since = 1700000000000
-- @example until = 1700003600000
WITH ranked AS (
  SELECT
    definition,
    CAST(max(0, started_at - scheduled_at) AS INTEGER) AS wait_ms,
    row_number() OVER (PARTITION BY definition ORDER BY max(0, started_at - scheduled_at)) AS rank_no
  FROM workflows
  WHERE started_at >= :since
    AND started_at < :until
),
totals AS (
  SELECT definition, count(*) AS n
  FROM ranked
  GROUP BY definition
)
SELECT
  t.definition,
  t.n AS workflows,
  p50.wait_ms AS p50_ms,
  p95.wait_ms AS p95_ms,
  p99.wait_ms AS p99_ms
FROM totals AS t
JOIN ranked AS p50 ON p50.definition = t.definition AND p50.rank_no = (t.n * 50 + 99) / 100
JOIN ranked AS p95 ON p95.definition = t.definition AND p95.rank_no = (t.n * 95 + 99) / 100
JOIN ranked AS p99 ON p99.definition = t.definition AND p99.rank_no = (t.n * 99 + 99) / 100
ORDER BY t.definition;

-- name: inFlight
-- What runs right now, by kind.
SELECT kind, count(*) AS running, min(started_at) AS oldest_started_at
FROM attempts
WHERE outcome = 'running'
GROUP BY kind
ORDER BY kind;

-- name: workerLoad
-- Who holds leases right now.
-- @example now = 1700000000000
SELECT
  worker,
  count(*) AS leases,
  min(available_at) AS next_expiry_at
FROM workflows
WHERE status = 'running'
  AND worker IS NOT NULL
  AND available_at > :now
GROUP BY worker
ORDER BY worker;

-- name: slowestAttempts
-- The longest attempts of a time window.
-- @example since = 1700000000000
-- @example until = 1700003600000
-- @example page_size = 10
SELECT workflow_id, node, branch, attempt, kind, worker, outcome, duration_ms
FROM attempts
WHERE finished_at >= :since
  AND finished_at < :until
  AND duration_ms IS NOT NULL
ORDER BY duration_ms DESC, workflow_id, node, branch, attempt
LIMIT :page_size;

-- name: errorTrend
-- Failed attempts by bucket of time and fingerprint: what is new, what grows. A bucket without any has no row.
-- @example since = 1700000000000
-- @example until = 1700003600000
-- @example bucket_ms = 60000
SELECT
  CAST(finished_at - finished_at % :bucket_ms AS INTEGER) AS bucket_at,
  error_fingerprint,
  count(*) AS occurrences,
  count(DISTINCT workflow_id) AS workflows
FROM attempts
WHERE finished_at >= :since
  AND finished_at < :until
  AND error_fingerprint IS NOT NULL
GROUP BY bucket_at, error_fingerprint
ORDER BY bucket_at, error_fingerprint;

-- name: successRateOverTime
-- How workflows ended, by definition and bucket of time. The rate leaves out what was cancelled; where nothing else
-- has ended there is none.
-- @example since = 1700000000000
-- @example until = 1700003600000
-- @example bucket_ms = 60000
SELECT
  definition,
  CAST(finished_at - finished_at % :bucket_ms AS INTEGER) AS bucket_at,
  count(*) FILTER (WHERE status = 'succeeded') AS succeeded,
  count(*) FILTER (WHERE status IN ('failed', 'expired', 'dead')) AS failed,
  count(*) FILTER (WHERE status = 'cancelled') AS cancelled,
  avg(status = 'succeeded') FILTER (WHERE status <> 'cancelled') AS success_rate
FROM workflows
WHERE finished_at >= :since
  AND finished_at < :until
GROUP BY definition, bucket_at
ORDER BY definition, bucket_at;

-- name: contextGrowth
-- How large the contexts of finished workflows were, by definition and bucket of time: a definition that collects
-- without end shows here.
-- @example since = 1700000000000
-- @example until = 1700003600000
-- @example bucket_ms = 60000
SELECT
  definition,
  CAST(finished_at - finished_at % :bucket_ms AS INTEGER) AS bucket_at,
  count(*) AS workflows,
  avg(length(CAST(context AS BLOB))) AS average_bytes,
  max(length(CAST(context AS BLOB))) AS largest_bytes
FROM workflows
WHERE finished_at >= :since
  AND finished_at < :until
GROUP BY definition, bucket_at
ORDER BY definition, bucket_at;

-- name: funnel
-- How far the workflows of a definition came that were made in a time window: each number is part of the one before.
-- @example definition = 'order'
-- @example since = 1700000000000
-- @example until = 1700003600000
SELECT
  count(*) AS created,
  count(started_at) AS started,
  count(*) FILTER (WHERE started_at IS NOT NULL AND finished_at IS NOT NULL) AS finished,
  count(*) FILTER (WHERE status = 'succeeded') AS succeeded
FROM workflows
WHERE definition = :definition
  AND created_at >= :since
  AND created_at < :until;

-- name: nodeFunnel
-- The same by node: how many of those workflows reached it, tried it, and got past it with all its branches.
-- @example definition = 'order'
-- @example since = 1700000000000
-- @example until = 1700003600000
WITH reached AS (
  SELECT
    e.workflow_id,
    e.node,
    max(e.attempt) AS tries,
    count(*) FILTER (WHERE e.status <> 'succeeded') AS unfinished
  FROM workflows AS w
  JOIN effects AS e ON e.workflow_id = w.id
  WHERE w.definition = :definition
    AND w.created_at >= :since
    AND w.created_at < :until
  GROUP BY e.workflow_id, e.node
)
SELECT
  node,
  count(*) AS reached,
  count(*) FILTER (WHERE tries > 0) AS tried,
  count(*) FILTER (WHERE unfinished = 0) AS passed
FROM reached
GROUP BY node
ORDER BY reached DESC, node;

-- name: durationHistogram
-- How long successful attempts of a kind took, in steps of `step_ms`; a step without any has no row.
-- @example kind = 'payment'
-- @example since = 1700000000000
-- @example until = 1700003600000
-- @example step_ms = 100
SELECT
  CAST(duration_ms - duration_ms % :step_ms AS INTEGER) AS from_ms,
  count(*) AS attempts
FROM attempts
WHERE kind = :kind
  AND outcome = 'succeeded'
  AND finished_at >= :since
  AND finished_at < :until
  AND duration_ms IS NOT NULL
GROUP BY from_ms
ORDER BY from_ms;
