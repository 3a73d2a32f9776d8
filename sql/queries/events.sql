-- Events: what happened to a workflow, in order, and what its state was at any point of that order.
--
-- The `data` of an event is a patch of the state (RFC 7396: null removes a key, an array replaces an array). So the
-- state at a sequence is `{}` patched by every event up to it; a snapshot only shortens the way there and never
-- changes an answer. Sequences have no gaps: the only way in is after the last event. Order is `seq`; time is asked
-- only to find a `seq`, and `recorded_at` never goes back within a workflow, whatever the clocks of workers do.

-- name: appendEvent
-- Adds one event after the last one that the caller has seen (0: none). No row: others came first, read again.
-- @example workflow_id = 'wf-1'
-- @example expected_seq = 0
-- @example type = 'order.placed'
-- @example data = '{"items":["book"]}'
-- @example cause_seq = NULL
-- @example correlation_id = 'request-1'
-- @example now = 1700000000000
WITH newest AS (
  SELECT seq, recorded_at
  FROM events
  WHERE workflow_id = :workflow_id
  ORDER BY seq DESC
  LIMIT 1
)
INSERT INTO events (workflow_id, seq, type, data, cause_seq, correlation_id, recorded_at)
SELECT
  :workflow_id,
  :expected_seq + 1,
  :type,
  :data,
  :cause_seq,
  :correlation_id,
  max(:now, coalesce((SELECT recorded_at FROM newest), 0))
WHERE coalesce((SELECT seq FROM newest), 0) = :expected_seq
RETURNING seq, recorded_at;

-- name: appendEvents
-- Adds many events after the last one that the caller has seen, one bind for all: they get the sequences from
-- `expected_seq` + 1 on, so they may name each other as cause. No rows: others came first, and none was added.
-- @example workflow_id = 'wf-1'
-- @example expected_seq = 0
-- @example events = '[{"type":"order.placed","data":{"items":["book"]},"correlationId":"request-1"},{"type":"order.paid","data":{"paid":true},"causeSeq":1}]'
-- @example now = 1700000000000
WITH newest AS (
  SELECT seq, recorded_at
  FROM events
  WHERE workflow_id = :workflow_id
  ORDER BY seq DESC
  LIMIT 1
)
INSERT INTO events (workflow_id, seq, type, data, cause_seq, correlation_id, recorded_at)
SELECT
  :workflow_id,
  :expected_seq + 1 + item.key,
  item.value ->> '$.type',
  coalesce(item.value -> '$.data', '{}'),
  item.value ->> '$.causeSeq',
  item.value ->> '$.correlationId',
  max(:now, coalesce((SELECT recorded_at FROM newest), 0))
FROM json_each(:events) AS item
WHERE coalesce((SELECT seq FROM newest), 0) = :expected_seq
RETURNING seq, type, recorded_at;

-- name: recordHistory
-- Writes into the history what is not there yet of some workflows: that they came in and started, how attempts ended,
-- how they ended. What an event is about is its `event_key`, so sending this again writes nothing more. Send it in the batch of
-- the writes that it is to record, after them.
--
-- The state that comes of it: `{ status, context, effects: { node: { branch: { status, attempt, output } } }, result }`.
-- @example ids = '["wf-1","wf-2"]'
-- @example now = 1700000000000
WITH facts (workflow_id, event_key, type, data, happened_at, place) AS (
  SELECT
    w.id,
    'enqueued',
    'workflow.enqueued',
    json_object('status', 'queued', 'context', json(w.context)),
    w.created_at,
    0
  FROM workflows AS w
  WHERE w.id IN (SELECT value FROM json_each(:ids))
  UNION ALL
  SELECT w.id, 'started', 'workflow.started', json_object('status', 'running'), w.started_at, 1
  FROM workflows AS w
  WHERE w.id IN (SELECT value FROM json_each(:ids))
    AND w.started_at IS NOT NULL
  UNION ALL
  SELECT
    a.workflow_id,
    'attempt/' || a.node || '/' || a.branch || '/' || a.attempt,
    'attempt.' || a.outcome,
    json_object(
      'effects',
      json_object(
        a.node,
        json_object(
          CAST(a.branch AS TEXT),
          json_object(
            'status',
            a.outcome,
            'attempt',
            a.attempt,
            'output',
            CASE WHEN a.outcome = 'succeeded' THEN json(e.output) END,
            'error',
            a.error_fingerprint
          )
        )
      )
    ),
    a.finished_at,
    2
  FROM attempts AS a
  JOIN effects AS e ON e.workflow_id = a.workflow_id AND e.node = a.node AND e.branch = a.branch
  WHERE a.workflow_id IN (SELECT value FROM json_each(:ids))
    AND a.finished_at IS NOT NULL
  UNION ALL
  SELECT
    w.id,
    'ended/' || w.finished_at,
    'workflow.' || w.status,
    json_object('status', w.status, 'result', json(w.result), 'error', w.error_fingerprint),
    w.finished_at,
    3
  FROM workflows AS w
  WHERE w.id IN (SELECT value FROM json_each(:ids))
    AND w.finished_at IS NOT NULL
),
news AS (
  SELECT
    f.workflow_id,
    f.event_key,
    f.type,
    f.data,
    row_number() OVER (PARTITION BY f.workflow_id ORDER BY f.happened_at, f.place, f.event_key) AS place
  FROM facts AS f
  WHERE NOT EXISTS (
    SELECT 1
    FROM events AS known
    WHERE known.workflow_id = f.workflow_id
      AND known.event_key = f.event_key
  )
)
INSERT INTO events (workflow_id, seq, event_key, type, data, recorded_at)
SELECT
  n.workflow_id,
  n.place + coalesce((SELECT max(before.seq) FROM events AS before WHERE before.workflow_id = n.workflow_id), 0),
  n.event_key,
  n.type,
  n.data,
  max(
    :now,
    coalesce((SELECT max(before.recorded_at) FROM events AS before WHERE before.workflow_id = n.workflow_id), 0)
  )
FROM news AS n
WHERE true
RETURNING workflow_id, seq, type, recorded_at;

-- name: unrecordedSince
-- Workflows that ended, or whose attempts did, not before `since`, and whose history does not say so yet: for
-- `recordHistory`. It finds what was cancelled, swept, or written by a program that died before it recorded it.
-- @example since = 1700000000000
-- @example page_size = 100
SELECT w.id
FROM workflows AS w
WHERE w.finished_at >= :since
  AND NOT EXISTS (
    SELECT 1
    FROM events AS known
    WHERE known.workflow_id = w.id
      AND known.event_key = 'ended/' || w.finished_at
  )
UNION
SELECT a.workflow_id
FROM attempts AS a
WHERE a.finished_at >= :since
  AND NOT EXISTS (
    SELECT 1
    FROM events AS known
    WHERE known.workflow_id = a.workflow_id
      AND known.event_key = 'attempt/' || a.node || '/' || a.branch || '/' || a.attempt
  )
LIMIT :page_size;

-- name: readStream
-- One page of what happened to a workflow after a sequence (0: from the start), in order.
-- @example workflow_id = 'wf-1'
-- @example after_seq = 0
-- @example page_size = 100
SELECT seq, type, data, cause_seq, correlation_id, recorded_at
FROM events
WHERE workflow_id = :workflow_id
  AND seq > :after_seq
ORDER BY seq
LIMIT :page_size;

-- name: lastSequence
-- Where the next event must attach; 0 when nothing has happened yet.
-- @example workflow_id = 'wf-1'
SELECT coalesce(max(seq), 0) AS last_seq
FROM events
WHERE workflow_id = :workflow_id;

-- name: stateAtSequence
-- The state after the event `seq`, or after the last one before it. `{}` at 0, before anything happened.
-- @example workflow_id = 'wf-1'
-- @example seq = 1
WITH RECURSIVE known AS (
  SELECT seq, state
  FROM snapshots
  WHERE workflow_id = :workflow_id
    AND seq <= :seq
  ORDER BY seq DESC
  LIMIT 1
),
fold (seq, state) AS (
  SELECT coalesce((SELECT seq FROM known), 0), coalesce((SELECT state FROM known), json_object())
  UNION ALL
  SELECT e.seq, json_patch(f.state, e.data)
  FROM fold AS f
  JOIN events AS e ON e.workflow_id = :workflow_id AND e.seq = f.seq + 1
  WHERE e.seq <= :seq
)
SELECT seq, state
FROM fold
ORDER BY seq DESC
LIMIT 1;

-- name: stateAtTime
-- The state as it was recorded at an instant: after the last event with `recorded_at` not later.
-- @example workflow_id = 'wf-1'
-- @example at = 1700000000000
WITH RECURSIVE target AS (
  SELECT seq
  FROM events
  WHERE workflow_id = :workflow_id
    AND recorded_at <= :at
  ORDER BY recorded_at DESC, seq DESC
  LIMIT 1
),
known AS (
  SELECT seq, state
  FROM snapshots
  WHERE workflow_id = :workflow_id
    AND seq <= (SELECT seq FROM target)
  ORDER BY seq DESC
  LIMIT 1
),
fold (seq, state) AS (
  SELECT coalesce((SELECT seq FROM known), 0), coalesce((SELECT state FROM known), json_object())
  UNION ALL
  SELECT e.seq, json_patch(f.state, e.data)
  FROM fold AS f
  JOIN events AS e ON e.workflow_id = :workflow_id AND e.seq = f.seq + 1
  WHERE e.seq <= (SELECT seq FROM target)
)
SELECT seq, state
FROM fold
ORDER BY seq DESC
LIMIT 1;

-- name: takeSnapshot
-- Writes down the state after the event `seq`, so that replays start there. It is folded here, from the snapshot
-- before it, so a snapshot cannot say what the events do not; taking it again repairs it. No row: there is no such
-- event.
-- @example workflow_id = 'wf-1'
-- @example seq = 1
WITH RECURSIVE known AS (
  SELECT seq, state
  FROM snapshots
  WHERE workflow_id = :workflow_id
    AND seq < :seq
  ORDER BY seq DESC
  LIMIT 1
),
fold (seq, state, recorded_at) AS (
  SELECT coalesce((SELECT seq FROM known), 0), coalesce((SELECT state FROM known), json_object()), 0
  UNION ALL
  SELECT e.seq, json_patch(f.state, e.data), e.recorded_at
  FROM fold AS f
  JOIN events AS e ON e.workflow_id = :workflow_id AND e.seq = f.seq + 1
  WHERE e.seq <= :seq
)
INSERT INTO snapshots (workflow_id, seq, state, recorded_at)
SELECT :workflow_id, f.seq, f.state, f.recorded_at
FROM fold AS f
WHERE f.seq = :seq
  AND f.seq > 0
LIMIT 1
ON CONFLICT (workflow_id, seq) DO UPDATE SET state = excluded.state, recorded_at = excluded.recorded_at
RETURNING seq, recorded_at;

-- name: pruneSnapshots
-- Drops the snapshots before a sequence but for the last of them: replays from there on lose nothing.
-- @example workflow_id = 'wf-1'
-- @example before_seq = 1
DELETE FROM snapshots
WHERE workflow_id = :workflow_id
  AND seq < (
    SELECT max(kept.seq)
    FROM snapshots AS kept
    WHERE kept.workflow_id = :workflow_id
      AND kept.seq <= :before_seq
  )
RETURNING seq;

-- name: snapshotAndTail
-- The last snapshot, if there is one, and every event after it, in order: what a program needs to fold the state
-- itself, at one round trip. A snapshot has no `type`, and its `data` is the state so far.
-- @example workflow_id = 'wf-1'
WITH known AS (
  SELECT seq, state, recorded_at
  FROM snapshots
  WHERE workflow_id = :workflow_id
  ORDER BY seq DESC
  LIMIT 1
)
SELECT 'snapshot' AS kind, seq, NULL AS type, state AS data, recorded_at
FROM known
UNION ALL
SELECT 'event', seq, type, data, recorded_at
FROM events
WHERE workflow_id = :workflow_id
  AND seq > coalesce((SELECT seq FROM known), 0)
ORDER BY seq;

-- name: causesOf
-- Why an event happened: the event itself (depth 0), what caused it, what caused that, back to the first.
-- @example workflow_id = 'wf-1'
-- @example seq = 2
WITH RECURSIVE chain (seq, depth) AS (
  SELECT seq, 0
  FROM events
  WHERE workflow_id = :workflow_id
    AND seq = :seq
  UNION ALL
  SELECT e.cause_seq, CAST(c.depth + 1 AS INTEGER)
  FROM chain AS c
  JOIN events AS e ON e.workflow_id = :workflow_id AND e.seq = c.seq
  WHERE e.cause_seq IS NOT NULL
)
SELECT c.depth, e.seq, e.type, e.data, e.recorded_at
FROM chain AS c
JOIN events AS e ON e.workflow_id = :workflow_id AND e.seq = c.seq
ORDER BY c.depth;

-- name: consequencesOf
-- What came of an event: the event itself (depth 0), what it caused, what that caused. Causes are earlier than their
-- effects (`events_cause_is_earlier`), so the walk ends.
-- @example workflow_id = 'wf-1'
-- @example seq = 1
WITH RECURSIVE tree (seq, depth) AS (
  SELECT seq, 0
  FROM events
  WHERE workflow_id = :workflow_id
    AND seq = :seq
  UNION ALL
  SELECT e.seq, CAST(t.depth + 1 AS INTEGER)
  FROM tree AS t
  JOIN events AS e ON e.workflow_id = :workflow_id AND e.cause_seq = t.seq
)
SELECT t.depth, e.seq, e.type, e.data, e.cause_seq, e.recorded_at
FROM tree AS t
JOIN events AS e ON e.workflow_id = :workflow_id AND e.seq = t.seq
ORDER BY e.seq;

-- name: correlationTrace
-- One page of everything that carries a correlation, in every workflow. Between workflows only time can order; within
-- each the order is that of `seq`. The first page starts after time 0, id '' and sequence 0.
-- @example correlation_id = 'request-1'
-- @example after_recorded_at = 0
-- @example after_workflow_id = ''
-- @example after_seq = 0
-- @example page_size = 100
SELECT workflow_id, seq, type, data, cause_seq, recorded_at
FROM events
WHERE correlation_id = :correlation_id
  AND (recorded_at, workflow_id, seq) > (:after_recorded_at, :after_workflow_id, :after_seq)
ORDER BY recorded_at, workflow_id, seq
LIMIT :page_size;

-- name: auditDiff
-- What changed between the states at two sequences: a row for every scalar, empty object or empty array that was
-- added, removed or changed. `before` and `after` are JSON, NULL for the one that does not exist.
-- @example workflow_id = 'wf-1'
-- @example from_seq = 0
-- @example to_seq = 2
WITH RECURSIVE known AS (
  SELECT seq, state
  FROM snapshots
  WHERE workflow_id = :workflow_id
    AND seq <= :from_seq
  ORDER BY seq DESC
  LIMIT 1
),
fold (seq, state) AS (
  SELECT coalesce((SELECT seq FROM known), 0), coalesce((SELECT state FROM known), json_object())
  UNION ALL
  SELECT e.seq, json_patch(f.state, e.data)
  FROM fold AS f
  JOIN events AS e ON e.workflow_id = :workflow_id AND e.seq = f.seq + 1
  WHERE e.seq <= :to_seq
),
old_state AS (
  SELECT state
  FROM fold
  WHERE seq <= :from_seq
  ORDER BY seq DESC
  LIMIT 1
),
new_state AS (
  SELECT state
  FROM fold
  ORDER BY seq DESC
  LIMIT 1
),
old_leaves AS (
  SELECT
    leaf.fullkey,
    leaf.type,
    leaf.atom,
    -- what json_quote writes of a real has 15 digits, a double needs 17
    json(CASE leaf.type
      WHEN 'object' THEN '{}'
      WHEN 'array' THEN '[]'
      WHEN 'true' THEN 'true'
      WHEN 'false' THEN 'false'
      WHEN 'real' THEN printf('%!.17g', leaf.atom)
      ELSE json_quote(leaf.atom)
    END) AS value
  FROM old_state AS s
  CROSS JOIN json_tree(s.state) AS leaf
  WHERE leaf.type NOT IN ('object', 'array')
    OR leaf.value IN ('{}', '[]')
),
new_leaves AS (
  SELECT
    leaf.fullkey,
    leaf.type,
    leaf.atom,
    -- what json_quote writes of a real has 15 digits, a double needs 17
    json(CASE leaf.type
      WHEN 'object' THEN '{}'
      WHEN 'array' THEN '[]'
      WHEN 'true' THEN 'true'
      WHEN 'false' THEN 'false'
      WHEN 'real' THEN printf('%!.17g', leaf.atom)
      ELSE json_quote(leaf.atom)
    END) AS value
  FROM new_state AS s
  CROSS JOIN json_tree(s.state) AS leaf
  WHERE leaf.type NOT IN ('object', 'array')
    OR leaf.value IN ('{}', '[]')
)
SELECT
  p.fullkey AS path,
  CASE WHEN o.type IS NULL THEN 'added' WHEN n.type IS NULL THEN 'removed' ELSE 'changed' END AS change,
  o.value AS before,
  n.value AS after
FROM (SELECT fullkey FROM old_leaves UNION SELECT fullkey FROM new_leaves) AS p
LEFT JOIN old_leaves AS o ON o.fullkey = p.fullkey
LEFT JOIN new_leaves AS n ON n.fullkey = p.fullkey
WHERE n.type IS NOT o.type
  OR n.atom IS NOT o.atom
ORDER BY p.fullkey;
