-- Schedule: when work runs, when it runs again, and when it stops being tried.

-- name: dueWorkflows
-- What `claimBatch` could take now, longest waiting first.
-- @example now = 1700000000000
-- @example page_size = 50
SELECT id, definition, tenant, status, priority, available_at, attempt, max_attempts
FROM workflows INDEXED BY workflows_by_wakeup
WHERE status IN ('queued', 'running')
  AND attempt < max_attempts
  AND available_at <= :now
  AND (deadline_at IS NULL OR deadline_at > :now)
ORDER BY available_at, id
LIMIT :page_size;

-- name: nextWakeup
-- When to look again: the next time that something becomes due, and the next deadline. NULL: nothing to wait for.
-- One index entry each, of which INDEXED BY makes sure.
SELECT
  (
    SELECT min(w.available_at)
    FROM workflows AS w INDEXED BY workflows_by_wakeup
    WHERE w.status IN ('queued', 'running')
  ) AS next_available_at,
  (
    SELECT min(w.deadline_at)
    FROM workflows AS w INDEXED BY workflows_by_deadline
    WHERE w.deadline_at IS NOT NULL AND w.status IN ('queued', 'running', 'paused')
  ) AS next_deadline_at;

-- name: scheduleAt
-- Sets when a queued workflow runs.
-- @example id = 'wf-1'
-- @example run_at = 1700000060000
-- @example now = 1700000000000
UPDATE workflows
SET
  scheduled_at = :run_at,
  available_at = :run_at,
  version = version + 1,
  updated_at = :now
WHERE id = :id
  AND status = 'queued'
RETURNING id, version;

-- name: reschedule
-- Pulls a queued workflow forward, never back: of two callers the more urgent wins, in either order.
-- @example id = 'wf-1'
-- @example run_at = 1700000060000
-- @example now = 1700000000000
UPDATE workflows
SET
  scheduled_at = min(scheduled_at, :run_at),
  available_at = :run_at,
  version = version + 1,
  updated_at = :now
WHERE id = :id
  AND status = 'queued'
  AND available_at > :run_at
RETURNING id, version;

-- name: snooze
-- Puts running work back until later, for instance until its next effect is due. The attempt is not counted.
-- @example id = 'wf-1'
-- @example claim_token = 1
-- @example run_at = 1700000060000
-- @example now = 1700000000000
UPDATE workflows
SET
  status = 'queued',
  available_at = :run_at,
  attempt = attempt - 1,
  claim_id = NULL,
  worker = NULL,
  claimed_at = NULL,
  version = version + 1,
  updated_at = :now
WHERE id = :id
  AND status = 'running'
  AND claim_token = :claim_token
RETURNING id, version, available_at;

-- name: failWithBackoff
-- Failure that may pass: queued again, after twice as long a wait for each attempt, up to `cap_ms`, plus the jitter.
-- No row: no attempt is left, or the wait would end after the deadline, or the lease is lost. Send `exhaust` behind
-- it in the same batch; at most one of the two acts.
-- @example id = 'wf-1'
-- @example claim_token = 1
-- @example error_fingerprint = 'timeout'
-- @example error_message = 'timeout after 3000 ms'
-- @example base_ms = 1000
-- @example cap_ms = 60000
-- @example jitter_ms = 250
-- @example now = 1700000000000
UPDATE workflows
SET
  status = 'queued',
  -- the exponent is clamped, not only the product: 1 << 64 is 0
  available_at = :now + min(:cap_ms, :base_ms * (1 << min(attempt - 1, 20))) + :jitter_ms,
  error_fingerprint = :error_fingerprint,
  error_message = :error_message,
  claim_id = NULL,
  worker = NULL,
  claimed_at = NULL,
  version = version + 1,
  updated_at = :now
WHERE id = :id
  AND status = 'running'
  AND claim_token = :claim_token
  AND attempt < max_attempts
  AND (
    deadline_at IS NULL
    OR deadline_at > :now + min(:cap_ms, :base_ms * (1 << min(attempt - 1, 20))) + :jitter_ms
  )
RETURNING id, version, attempt, available_at AS retry_at;

-- name: exhaust
-- To the dead letters: given up, until an operator says otherwise (`requeueDead`).
-- @example id = 'wf-1'
-- @example claim_token = 1
-- @example error_fingerprint = 'timeout'
-- @example error_message = 'timeout after 3000 ms'
-- @example now = 1700000000000
UPDATE workflows
SET
  status = 'dead',
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
RETURNING id, version, attempt;

-- name: requeueDead
-- Back from the dead letters with more attempts. Nothing is reset: tokens and attempts go on counting. Send
-- `reopenEffects` in the same batch.
-- @example id = 'wf-1'
-- @example extra_attempts = 3
-- @example now = 1700000000000
UPDATE workflows
SET
  status = 'queued',
  available_at = :now,
  max_attempts = attempt + :extra_attempts,
  finished_at = NULL,
  version = version + 1,
  updated_at = :now
WHERE id = :id
  AND status = 'dead'
  AND (deadline_at IS NULL OR deadline_at > :now)
RETURNING id, version, max_attempts;

-- name: deadLetters
-- What was given up, oldest first. The first page starts after time 0 and id ''.
-- @example after_finished_at = 0
-- @example after_id = ''
-- @example page_size = 50
SELECT id, definition, tenant, attempt, error_fingerprint, error_message, finished_at
FROM workflows INDEXED BY workflows_dead
WHERE status = 'dead'
  AND (finished_at, id) > (:after_finished_at, :after_id)
ORDER BY finished_at, id
LIMIT :page_size;

-- name: expireDeadlines
-- Ends what is too late, whether it waits, runs or is paused. A worker that still runs it has lost its lease.
-- @example now = 1700000000000
-- @example batch = 100
UPDATE workflows
SET
  status = 'expired',
  claim_id = NULL,
  worker = NULL,
  claimed_at = NULL,
  finished_at = :now,
  version = version + 1,
  updated_at = :now
WHERE id IN (
  SELECT w.id
  FROM workflows AS w INDEXED BY workflows_by_deadline
  WHERE w.status IN ('queued', 'running', 'paused')
    AND w.deadline_at <= :now
  ORDER BY w.deadline_at, w.id
  LIMIT :batch
)
RETURNING id;

-- name: cancel
-- Ends a workflow that is not finished. A worker that runs it has lost its lease.
-- @example id = 'wf-1'
-- @example now = 1700000000000
UPDATE workflows
SET
  status = 'cancelled',
  claim_id = NULL,
  worker = NULL,
  claimed_at = NULL,
  finished_at = :now,
  version = version + 1,
  updated_at = :now
WHERE id = :id
  AND status IN ('queued', 'running', 'paused')
RETURNING id, version;

-- name: cancelByKey
-- Ends the live workflow that holds a unique key: there is at most one.
-- @example definition = 'order'
-- @example unique_key = 'order-17'
-- @example now = 1700000000000
UPDATE workflows
SET
  status = 'cancelled',
  claim_id = NULL,
  worker = NULL,
  claimed_at = NULL,
  finished_at = :now,
  version = version + 1,
  updated_at = :now
WHERE definition = :definition
  AND unique_key = :unique_key
  AND status IN ('queued', 'running', 'paused')
RETURNING id, version;

-- name: insertSchedule
-- Adds a schedule. No row: the id is taken.
-- @example id = 'nightly-report'
-- @example definition = 'order'
-- @example definition_version = 1
-- @example tenant = 'acme'
-- @example cron = '0 3 * * *'
-- @example missed = 'once'
-- @example priority = 1
-- @example max_attempts = 5
-- @example context = '{}'
-- @example next_slot_at = 1700000000000
-- @example now = 1700000000000
INSERT INTO schedules (
  id, definition, definition_version, tenant, cron, missed, priority, max_attempts, context, next_slot_at, created_at
)
VALUES (
  :id, :definition, :definition_version, :tenant, :cron, :missed, :priority, :max_attempts, :context, :next_slot_at,
  :now
)
ON CONFLICT (id) DO NOTHING
RETURNING id;

-- name: dueSchedules
-- Schedules with a slot that has come.
-- @example now = 1700000000000
-- @example page_size = 50
SELECT id, cron, missed, next_slot_at
FROM schedules
WHERE enabled = 1
  AND next_slot_at <= :now
ORDER BY next_slot_at, id
LIMIT :page_size;

-- name: fireSlot
-- Wins a slot for one workflow id, once, however many programs try. Send `enqueueSlot` and `moveSchedule` in the
-- same batch.
-- @example schedule_id = 'nightly-report'
-- @example slot_at = 1700000000000
-- @example workflow_id = 'nightly-report-1700000000000'
-- @example now = 1700000000000
INSERT INTO schedule_slots (schedule_id, slot_at, workflow_id, fired_at)
SELECT s.id, :slot_at, :workflow_id, :now
FROM schedules AS s
WHERE s.id = :schedule_id
  AND s.enabled = 1
ON CONFLICT (schedule_id, slot_at) DO NOTHING
RETURNING slot_at, workflow_id;

-- name: enqueueSlot
-- The workflow of a slot that `fireSlot` has won. Nothing for the id that did not win it, nothing twice.
-- @example schedule_id = 'nightly-report'
-- @example slot_at = 1700000000000
-- @example workflow_id = 'nightly-report-1700000000000'
-- @example now = 1700000000000
INSERT INTO workflows (
  id, definition, definition_version, tenant, priority, scheduled_at, available_at, max_attempts, context, created_at,
  updated_at
)
SELECT
  f.workflow_id,
  s.definition,
  s.definition_version,
  s.tenant,
  s.priority,
  f.slot_at,
  f.slot_at,
  s.max_attempts,
  s.context,
  :now,
  :now
FROM schedule_slots AS f
JOIN schedules AS s ON s.id = f.schedule_id
WHERE f.schedule_id = :schedule_id
  AND f.slot_at = :slot_at
  AND f.workflow_id = :workflow_id
ON CONFLICT (id) DO NOTHING
RETURNING id;

-- name: moveSchedule
-- On to the next slot, unless somebody was there before.
-- @example id = 'nightly-report'
-- @example slot_at = 1700000000000
-- @example next_slot_at = 1700086400000
UPDATE schedules
SET next_slot_at = :next_slot_at
WHERE id = :id
  AND next_slot_at = :slot_at
RETURNING id, next_slot_at;
