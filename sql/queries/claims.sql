-- Claims: who may work on what, and for how long.
--
-- A claim is a lease that ends at `available_at` and a token that only grows. Every write of a worker names its token:
-- a worker that lost its lease changes nothing and is told so by getting no row. Times come in as `:now`, so that one
-- clock decides and tests can turn it.

-- name: claimBatch
-- Leases the most urgent work that is due, abandoned work included. Repeating the call with the same `claim_id`
-- claims nothing more; send `claimedBy` in the same batch and a lost answer costs nothing.
-- @example claim_id = 'claim-1'
-- @example worker = 'worker-1'
-- @example now = 1700000000000
-- @example lease_ms = 30000
-- @example min_priority = 0
-- @example batch = 5
UPDATE workflows
SET
  status = 'running',
  claim_id = :claim_id,
  claim_token = claim_token + 1,
  worker = :worker,
  claimed_at = :now,
  available_at = :now + :lease_ms,
  attempt = attempt + 1,
  started_at = coalesce(started_at, :now),
  version = version + 1,
  updated_at = :now
WHERE id IN (
  -- CROSS JOIN keeps this order of loops: a seek for each priority, then due rows in order and no more of them
  SELECT w.id
  FROM priorities AS p
  CROSS JOIN workflows AS w
  WHERE p.level >= :min_priority
    AND w.priority = p.level
    AND w.status IN ('queued', 'running')
    AND w.attempt < w.max_attempts
    AND w.available_at <= :now
    AND (w.deadline_at IS NULL OR w.deadline_at > :now)
    AND NOT EXISTS (SELECT 1 FROM workflows AS held WHERE held.claim_id = :claim_id)
  ORDER BY p.level DESC, w.available_at, w.id
  LIMIT :batch
)
RETURNING id, claim_token, available_at AS lease_until;

-- name: claimFair
-- Leases due work in turns, the first of every tenant before the second of any, so that no tenant starves another.
-- It reads every due row; `claimBatch` reads only what it takes.
-- @example claim_id = 'claim-1'
-- @example worker = 'worker-1'
-- @example now = 1700000000000
-- @example lease_ms = 30000
-- @example batch = 5
UPDATE workflows
SET
  status = 'running',
  claim_id = :claim_id,
  claim_token = claim_token + 1,
  worker = :worker,
  claimed_at = :now,
  available_at = :now + :lease_ms,
  attempt = attempt + 1,
  started_at = coalesce(started_at, :now),
  version = version + 1,
  updated_at = :now
WHERE id IN (
  SELECT due.id
  FROM (
    SELECT
      w.id,
      w.priority,
      w.available_at,
      row_number() OVER (PARTITION BY w.tenant ORDER BY w.priority DESC, w.available_at, w.id) AS turn
    FROM priorities AS p
    CROSS JOIN workflows AS w
    WHERE w.priority = p.level
      AND w.status IN ('queued', 'running')
      AND w.attempt < w.max_attempts
      AND w.available_at <= :now
      AND (w.deadline_at IS NULL OR w.deadline_at > :now)
      AND NOT EXISTS (SELECT 1 FROM workflows AS held WHERE held.claim_id = :claim_id)
  ) AS due
  ORDER BY due.turn, due.priority DESC, due.available_at, due.id
  LIMIT :batch
)
RETURNING id, claim_token, available_at AS lease_until;

-- name: claimedBy
-- What a claim holds, most urgent first: the answer to `claimBatch`, as often as it is asked for.
-- @consistency primary
-- @example claim_id = 'claim-1'
SELECT
  id,
  definition,
  definition_version,
  tenant,
  priority,
  claim_token,
  available_at AS lease_until,
  attempt,
  max_attempts,
  deadline_at,
  context
FROM workflows
WHERE claim_id = :claim_id
ORDER BY priority DESC, scheduled_at, id;

-- name: heartbeat
-- Extends a lease, never shortens it. No row: the lease is lost, stop working.
-- sqlgen-ignore unversioned-update: nobody computes anything from the end of a lease
-- @example id = 'wf-1'
-- @example claim_token = 1
-- @example now = 1700000000000
-- @example lease_ms = 30000
UPDATE workflows
SET available_at = max(available_at, :now + :lease_ms)
WHERE id = :id
  AND status = 'running'
  AND claim_token = :claim_token
RETURNING available_at AS lease_until;

-- name: complete
-- Success: only in time, and only when every node of the graph has run and every effect succeeded.
-- @example id = 'wf-1'
-- @example claim_token = 1
-- @example now = 1700000000000
-- @example result = '{"ok":true}'
UPDATE workflows
SET
  status = 'succeeded',
  result = :result,
  error_fingerprint = NULL,
  error_message = NULL,
  claim_id = NULL,
  worker = NULL,
  claimed_at = NULL,
  finished_at = :now,
  version = version + 1,
  updated_at = :now
WHERE id = :id
  AND status = 'running'
  AND claim_token = :claim_token
  AND (deadline_at IS NULL OR deadline_at > :now)
  AND NOT EXISTS (
    SELECT 1 FROM effects AS e WHERE e.workflow_id = workflows.id AND e.status <> 'succeeded'
  )
  AND NOT EXISTS (
    SELECT 1
    FROM nodes AS n
    WHERE n.definition = workflows.definition
      AND n.definition_version = workflows.definition_version
      AND NOT EXISTS (SELECT 1 FROM effects AS e WHERE e.workflow_id = workflows.id AND e.node = n.node)
  )
RETURNING id, version;

-- name: fail
-- Failure for good: an error that no retry would mend. (For one that may pass: `failWithBackoff`.)
-- @example id = 'wf-1'
-- @example claim_token = 1
-- @example now = 1700000000000
-- @example error_fingerprint = 'card-declined'
-- @example error_message = 'card 4242 was declined'
UPDATE workflows
SET
  status = 'failed',
  error_fingerprint = :error_fingerprint,
  error_message = :error_message,
  claim_id = NULL,
  worker = NULL,
  claimed_at = NULL,
  finished_at = :now,
  version = version + 1,
  updated_at = :now
WHERE id = :id
  AND status = 'running'
  AND claim_token = :claim_token
RETURNING id, version;

-- name: release
-- Hands work back in good order, for instance when a worker shuts down: due at once, and the attempt is not counted.
-- @example id = 'wf-1'
-- @example claim_token = 1
-- @example now = 1700000000000
UPDATE workflows
SET
  status = 'queued',
  available_at = :now,
  attempt = attempt - 1,
  claim_id = NULL,
  worker = NULL,
  claimed_at = NULL,
  version = version + 1,
  updated_at = :now
WHERE id = :id
  AND status = 'running'
  AND claim_token = :claim_token
RETURNING id, version;

-- name: reapExpired
-- Buries what lost its last lease. An expired lease with attempts left needs no reaper: the next claim takes it.
-- @example now = 1700000000000
-- @example batch = 100
UPDATE workflows
SET
  status = 'dead',
  error_fingerprint = 'lease-expired',
  error_message = 'the lease of the last attempt expired',
  claim_id = NULL,
  worker = NULL,
  claimed_at = NULL,
  finished_at = :now,
  version = version + 1,
  updated_at = :now
WHERE id IN (
  SELECT w.id
  FROM workflows AS w INDEXED BY workflows_last_leases
  WHERE w.status = 'running'
    AND w.attempt = w.max_attempts
    AND w.available_at <= :now
    AND (w.deadline_at IS NULL OR w.deadline_at > :now)
  ORDER BY w.available_at, w.id
  LIMIT :batch
)
RETURNING id;

-- name: pauseWorkflow
-- Takes a workflow out of the queue until it is resumed. A running one loses its lease, and is not charged for it.
-- @example id = 'wf-1'
-- @example now = 1700000000000
UPDATE workflows
SET
  status = 'paused',
  attempt = CASE status WHEN 'running' THEN attempt - 1 ELSE attempt END,
  available_at = CASE status WHEN 'running' THEN :now ELSE available_at END,
  claim_id = NULL,
  worker = NULL,
  claimed_at = NULL,
  version = version + 1,
  updated_at = :now
WHERE id = :id
  AND status IN ('queued', 'running')
RETURNING id, version;

-- name: resumeWorkflow
-- Back into the queue, at the time it was waiting for.
-- @example id = 'wf-1'
-- @example now = 1700000000000
UPDATE workflows
SET
  status = 'queued',
  version = version + 1,
  updated_at = :now
WHERE id = :id
  AND status = 'paused'
RETURNING id, version;

-- name: enqueueUnique
-- Enqueues unless a live workflow holds the key: answers the one that holds it then, old or new.
-- sqlgen-ignore unversioned-update: the update changes nothing
-- @example id = 'wf-2'
-- @example definition = 'order'
-- @example definition_version = 1
-- @example tenant = 'acme'
-- @example unique_key = 'order-17'
-- @example priority = 1
-- @example run_at = 1700000000000
-- @example max_attempts = 5
-- @example context = '{"user":{"id":"u1"}}'
-- @example now = 1700000000000
INSERT INTO workflows (
  id, definition, definition_version, tenant, unique_key, priority, scheduled_at, available_at, max_attempts, context,
  created_at, updated_at
)
VALUES (
  :id, :definition, :definition_version, :tenant, :unique_key, :priority, :run_at, :run_at, :max_attempts, :context,
  :now, :now
)
-- the update changes nothing, but without one there is no RETURNING for a row that was there
ON CONFLICT (definition, unique_key) WHERE unique_key IS NOT NULL AND status IN ('queued', 'running', 'paused')
  DO UPDATE SET updated_at = workflows.updated_at
ON CONFLICT (id) DO UPDATE SET updated_at = workflows.updated_at
RETURNING id, status, created_at;

-- name: countByPriority
-- Work that may be claimed now, most urgent first; levels without any are listed with 0.
-- @example now = 1700000000000
SELECT
  p.level AS priority,
  p.name AS priority_name,
  count(w.id) AS due
FROM priorities AS p
LEFT JOIN workflows AS w
  ON w.priority = p.level
  AND w.status IN ('queued', 'running')
  AND w.attempt < w.max_attempts
  AND w.available_at <= :now
  AND (w.deadline_at IS NULL OR w.deadline_at > :now)
GROUP BY p.level, p.name
ORDER BY p.level DESC;

-- name: queueDepth
-- The queue in five numbers. `oldest_due_at` is NULL when nothing waits.
-- @example now = 1700000000000
SELECT
  count(*) FILTER (WHERE status = 'queued' AND available_at <= :now) AS due,
  count(*) FILTER (WHERE status = 'queued' AND available_at > :now) AS delayed,
  count(*) FILTER (WHERE status = 'running' AND available_at > :now) AS leased,
  count(*) FILTER (WHERE status = 'running' AND available_at <= :now) AS abandoned,
  min(available_at) FILTER (WHERE status = 'queued' AND available_at <= :now) AS oldest_due_at
FROM workflows
WHERE status IN ('queued', 'running');
