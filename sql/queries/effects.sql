-- Effects: the steps of a workflow. They run under its lease, so its token fences them; every try is a row.
--
-- Two statements that belong together go into one batch. Each of them asks for the lease itself, so that a batch
-- after the lease is lost changes nothing, and sending one again is harmless.

-- name: claimEffects
-- Starts effects that are ready. Send `openAttempts` in the same batch.
-- @example workflow_id = 'wf-1'
-- @example claim_token = 1
-- @example now = 1700000000000
-- @example batch = 10
UPDATE effects
SET
  status = 'running',
  claim_token = :claim_token,
  attempt = attempt + 1,
  started_at = :now
WHERE workflow_id = :workflow_id
  AND (node, branch) IN (
    SELECT e.node, e.branch
    FROM effects AS e
    WHERE e.workflow_id = :workflow_id
      AND e.status = 'pending'
      AND e.available_at <= :now
    ORDER BY e.available_at, e.node, e.branch
    LIMIT :batch
  )
  AND EXISTS (
    SELECT 1
    FROM workflows AS w
    WHERE w.id = effects.workflow_id AND w.status = 'running' AND w.claim_token = :claim_token
  )
RETURNING node, branch, kind, attempt, max_attempts, input;

-- name: openAttempts
-- Writes down the attempts that `claimEffects` began.
-- @example workflow_id = 'wf-1'
-- @example claim_token = 1
INSERT INTO attempts (workflow_id, node, branch, attempt, kind, claim_token, worker, started_at)
SELECT e.workflow_id, e.node, e.branch, e.attempt, e.kind, e.claim_token, w.worker, e.started_at
FROM effects AS e
JOIN workflows AS w ON w.id = e.workflow_id AND w.status = 'running' AND w.claim_token = e.claim_token
WHERE e.workflow_id = :workflow_id
  AND e.status = 'running'
  AND e.claim_token = :claim_token
ON CONFLICT (workflow_id, node, branch, attempt) DO NOTHING;

-- name: runningEffects
-- What a worker has started under its lease: the answer to `claimEffects`, as often as it is asked for.
-- @example workflow_id = 'wf-1'
-- @example claim_token = 1
SELECT node, branch, kind, attempt, max_attempts, input, started_at
FROM effects
WHERE workflow_id = :workflow_id
  AND status = 'running'
  AND claim_token = :claim_token
ORDER BY node, branch;

-- name: closeAttempt
-- Ends an attempt with its outcome, together with `completeEffect`, `retryEffect` or `failEffect`.
-- @example workflow_id = 'wf-1'
-- @example node = 'charge'
-- @example branch = 0
-- @example attempt = 1
-- @example claim_token = 1
-- @example outcome = 'failed'
-- @example error_fingerprint = 'timeout'
-- @example error_message = 'timeout after 3000 ms'
-- @example now = 1700000000000
UPDATE attempts
SET
  outcome = :outcome,
  error_fingerprint = :error_fingerprint,
  error_message = :error_message,
  finished_at = max(started_at, :now),
  duration_ms = max(0, :now - started_at)
WHERE workflow_id = :workflow_id
  AND node = :node
  AND branch = :branch
  AND attempt = :attempt
  AND claim_token = :claim_token
  AND outcome = 'running'
  AND EXISTS (
    SELECT 1
    FROM workflows AS w
    WHERE w.id = attempts.workflow_id AND w.status = 'running' AND w.claim_token = attempts.claim_token
  )
RETURNING attempt, outcome, duration_ms;

-- name: completeEffect
-- Success. No row: the lease is lost, and another worker runs the effect again.
-- @example workflow_id = 'wf-1'
-- @example node = 'charge'
-- @example branch = 0
-- @example attempt = 1
-- @example claim_token = 1
-- @example output = '{"receipt":"r-1"}'
-- @example now = 1700000000000
UPDATE effects
SET
  status = 'succeeded',
  output = :output,
  error_fingerprint = NULL,
  error_message = NULL,
  finished_at = max(started_at, :now)
WHERE workflow_id = :workflow_id
  AND node = :node
  AND branch = :branch
  AND attempt = :attempt
  AND claim_token = :claim_token
  AND status = 'running'
  AND EXISTS (
    SELECT 1
    FROM workflows AS w
    WHERE w.id = effects.workflow_id AND w.status = 'running' AND w.claim_token = effects.claim_token
  )
RETURNING attempt, status;

-- name: retryEffect
-- Failure that may pass: the effect waits, twice as long after each attempt, up to `cap_ms`, plus the jitter. No row:
-- no attempt is left, or no lease. Send `failEffect` behind it in the same batch; exactly one of the two acts.
-- @example workflow_id = 'wf-1'
-- @example node = 'charge'
-- @example branch = 0
-- @example attempt = 1
-- @example claim_token = 1
-- @example error_fingerprint = 'timeout'
-- @example error_message = 'timeout after 3000 ms'
-- @example base_ms = 1000
-- @example cap_ms = 60000
-- @example jitter_ms = 250
-- @example now = 1700000000000
UPDATE effects
SET
  status = 'pending',
  -- the exponent is clamped, not only the product: 1 << 64 is 0
  available_at = :now + min(:cap_ms, :base_ms * (1 << min(attempt - 1, 20))) + :jitter_ms,
  error_fingerprint = :error_fingerprint,
  error_message = :error_message
WHERE workflow_id = :workflow_id
  AND node = :node
  AND branch = :branch
  AND attempt = :attempt
  AND claim_token = :claim_token
  AND status = 'running'
  AND attempt < max_attempts
  AND EXISTS (
    SELECT 1
    FROM workflows AS w
    WHERE w.id = effects.workflow_id AND w.status = 'running' AND w.claim_token = effects.claim_token
  )
RETURNING attempt, status, available_at AS retry_at;

-- name: failEffect
-- Failure for good.
-- @example workflow_id = 'wf-1'
-- @example node = 'charge'
-- @example branch = 0
-- @example attempt = 1
-- @example claim_token = 1
-- @example error_fingerprint = 'card-declined'
-- @example error_message = 'card 4242 was declined'
-- @example now = 1700000000000
UPDATE effects
SET
  status = 'failed',
  error_fingerprint = :error_fingerprint,
  error_message = :error_message,
  finished_at = max(started_at, :now)
WHERE workflow_id = :workflow_id
  AND node = :node
  AND branch = :branch
  AND attempt = :attempt
  AND claim_token = :claim_token
  AND status = 'running'
  AND EXISTS (
    SELECT 1
    FROM workflows AS w
    WHERE w.id = effects.workflow_id AND w.status = 'running' AND w.claim_token = effects.claim_token
  )
RETURNING attempt, status;

-- name: closeLostAttempts
-- First thing after a claim: ends the attempts of workers that lost this workflow.
-- @example workflow_id = 'wf-1'
-- @example now = 1700000000000
UPDATE attempts
SET
  outcome = 'lost',
  finished_at = max(started_at, :now),
  duration_ms = max(0, :now - started_at)
WHERE workflow_id = :workflow_id
  AND outcome = 'running'
  AND EXISTS (
    SELECT 1
    FROM workflows AS w
    WHERE w.id = attempts.workflow_id
      AND w.finished_at IS NULL
      AND (w.status <> 'running' OR w.claim_token <> attempts.claim_token)
  )
RETURNING node, branch, attempt;

-- name: recoverEffects
-- Second thing after a claim: effects of lost workers become pending again, or have failed when it was their last
-- attempt.
-- @example workflow_id = 'wf-1'
-- @example now = 1700000000000
UPDATE effects
SET
  status = CASE WHEN attempt < max_attempts THEN 'pending' ELSE 'failed' END,
  available_at = :now,
  error_fingerprint = 'lease-lost',
  error_message = 'the worker lost its lease',
  finished_at = CASE WHEN attempt < max_attempts THEN NULL ELSE max(started_at, :now) END
WHERE workflow_id = :workflow_id
  AND status = 'running'
  AND EXISTS (
    SELECT 1
    FROM workflows AS w
    WHERE w.id = effects.workflow_id
      AND w.finished_at IS NULL
      AND (w.status <> 'running' OR w.claim_token <> effects.claim_token)
  )
RETURNING node, branch, attempt, status;

-- name: sweepAttempts
-- Ends open attempts of workflows that are finished: cancelled, expired or buried while an effect ran.
-- @example now = 1700000000000
-- @example batch = 100
UPDATE attempts
SET
  outcome = 'lost',
  finished_at = max(started_at, :now),
  duration_ms = max(0, :now - started_at)
WHERE (workflow_id, node, branch, attempt) IN (
    SELECT a.workflow_id, a.node, a.branch, a.attempt
    FROM attempts AS a
    JOIN workflows AS w ON w.id = a.workflow_id
    WHERE a.outcome = 'running'
      AND w.finished_at IS NOT NULL
    LIMIT :batch
  )
RETURNING workflow_id, node, branch, attempt;

-- name: sweepEffects
-- Cancels open effects of workflows that are finished.
-- @example now = 1700000000000
-- @example batch = 100
UPDATE effects
SET
  status = 'cancelled',
  finished_at = :now
WHERE (workflow_id, node, branch) IN (
    SELECT e.workflow_id, e.node, e.branch
    FROM effects AS e
    JOIN workflows AS w ON w.id = e.workflow_id
    WHERE e.status IN ('pending', 'running')
      AND w.finished_at IS NOT NULL
    LIMIT :batch
  )
RETURNING workflow_id, node, branch;

-- name: reopenEffects
-- After `requeueDead`: what failed or was cancelled may run again. Attempts go on counting, none is overwritten.
-- @example workflow_id = 'wf-1'
-- @example extra_attempts = 3
-- @example now = 1700000000000
UPDATE effects
SET
  status = 'pending',
  available_at = :now,
  max_attempts = attempt + :extra_attempts,
  finished_at = NULL
WHERE workflow_id = :workflow_id
  AND status IN ('failed', 'cancelled')
  AND EXISTS (SELECT 1 FROM workflows AS w WHERE w.id = effects.workflow_id AND w.status = 'queued')
RETURNING node, branch, max_attempts;

-- name: insertEffects
-- Adds effects that the graph alone does not know: the branches of a `fan_out` node, one for each item. Repeating it
-- adds nothing.
-- @example workflow_id = 'wf-1'
-- @example claim_token = 1
-- @example effects = '[{"node":"resize","branch":0,"kind":"image.resize","maxAttempts":3,"input":{"width":100}}]'
-- @example now = 1700000000000
INSERT INTO effects (workflow_id, node, branch, kind, max_attempts, input, available_at, created_at)
SELECT
  w.id,
  item.value ->> '$.node',
  item.value ->> '$.branch',
  item.value ->> '$.kind',
  item.value ->> '$.maxAttempts',
  item.value -> '$.input',
  :now,
  :now
FROM workflows AS w
CROSS JOIN json_each(:effects) AS item
WHERE w.id = :workflow_id
  AND w.status = 'running'
  AND w.claim_token = :claim_token
ON CONFLICT (workflow_id, node, branch) DO NOTHING
RETURNING node, branch;

-- name: readyEffects
-- Effects that may start now.
-- @example workflow_id = 'wf-1'
-- @example now = 1700000000000
SELECT node, branch, kind, attempt, max_attempts, input, available_at
FROM effects
WHERE workflow_id = :workflow_id
  AND status = 'pending'
  AND available_at <= :now
ORDER BY available_at, node, branch;

-- name: progress
-- How far a workflow is, and so what a worker does next: something failed: fail it; nothing unreached, pending or
-- running: complete it; something pending: run it, or snooze until `next_effect_at`.
-- @example workflow_id = 'wf-1'
SELECT
  (
    SELECT count(*)
    FROM workflows AS w
    JOIN nodes AS n ON n.definition = w.definition AND n.definition_version = w.definition_version
    WHERE w.id = :workflow_id
      AND NOT EXISTS (SELECT 1 FROM effects AS r WHERE r.workflow_id = w.id AND r.node = n.node)
  ) AS nodes_unreached,
  count(*) FILTER (WHERE e.status = 'pending') AS pending,
  count(*) FILTER (WHERE e.status = 'running') AS running,
  count(*) FILTER (WHERE e.status = 'succeeded') AS succeeded,
  count(*) FILTER (WHERE e.status = 'failed') AS failed,
  count(*) FILTER (WHERE e.status = 'cancelled') AS cancelled,
  min(e.available_at) FILTER (WHERE e.status = 'pending') AS next_effect_at
FROM effects AS e
WHERE e.workflow_id = :workflow_id;

-- name: attemptsOf
-- Every attempt at every effect of a workflow, in the order they began.
-- @example workflow_id = 'wf-1'
SELECT
  node,
  branch,
  attempt,
  kind,
  claim_token,
  worker,
  outcome,
  error_fingerprint,
  error_message,
  started_at,
  finished_at,
  duration_ms
FROM attempts
WHERE workflow_id = :workflow_id
ORDER BY started_at, node, branch, attempt;
