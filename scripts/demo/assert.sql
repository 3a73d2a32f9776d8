-- What must be true when the demo is over. Each statement selects what breaks its sentence, so no row means that it
-- holds. Plain SQL over the tables of the pack and of witness.sql, run as it stands: nothing here was generated.

-- assert: every workflow is finished
SELECT id, status
FROM workflows
WHERE status NOT IN ('succeeded', 'failed', 'cancelled', 'expired', 'dead')
  OR finished_at IS NULL;

-- assert: every effect is finished and every attempt is closed
SELECT workflow_id, node, branch, status AS state
FROM effects
WHERE status IN ('pending', 'running')
UNION ALL
SELECT workflow_id, node, branch, outcome
FROM attempts
WHERE outcome = 'running';

-- assert: no effect ran before all effects of its upstream nodes had succeeded
SELECT a.workflow_id, a.node, a.branch, a.attempt, d.from_node, u.status AS upstream_status
FROM attempts AS a
JOIN workflows AS w ON w.id = a.workflow_id
JOIN edges AS d
  ON d.definition = w.definition
  AND d.definition_version = w.definition_version
  AND d.to_node = a.node
LEFT JOIN effects AS u ON u.workflow_id = a.workflow_id AND u.node = d.from_node
WHERE u.status IS NOT 'succeeded'
  OR u.finished_at > a.started_at;

-- assert: a workflow that succeeded has run every node of its graph, each effect with success
SELECT w.id, n.node, e.branch, e.status
FROM workflows AS w
JOIN nodes AS n ON n.definition = w.definition AND n.definition_version = w.definition_version
LEFT JOIN effects AS e ON e.workflow_id = w.id AND e.node = n.node
WHERE w.status = 'succeeded'
  AND e.status IS NOT 'succeeded';

-- assert: a node that fans out has one branch for each item, numbered from 0
SELECT e.workflow_id, e.node, count(*) AS branches, json_array_length(w.context, '$.items') AS items
FROM effects AS e
JOIN workflows AS w ON w.id = e.workflow_id
JOIN nodes AS n ON n.definition = w.definition AND n.definition_version = w.definition_version AND n.node = e.node
WHERE n.fan_out = 1
GROUP BY e.workflow_id, e.node
HAVING count(*) <> json_array_length(w.context, '$.items')
  OR max(e.branch) <> count(*) - 1;

-- assert: the result of a workflow counts its effects
SELECT w.id, w.result, count(*) AS effects
FROM workflows AS w
JOIN effects AS e ON e.workflow_id = w.id
WHERE w.status = 'succeeded'
GROUP BY w.id
HAVING w.result ->> '$.effects' IS NOT count(*);

-- assert: a claim raises the token by one, nothing else changes it
SELECT seq, workflow_id, from_status, to_status, from_token, to_token
FROM witness_workflows
WHERE to_token <> from_token + (to_status = 'running');

-- assert: no lease was taken over before its end
SELECT seq, workflow_id, to_token, lease_until, at
FROM witness_workflows
WHERE from_status = 'running'
  AND to_status = 'running'
  AND at < lease_until;

-- assert: every finished workflow had exactly one terminal transition, and none after it
SELECT
  w.id,
  count(t.seq) FILTER (WHERE t.to_status IN ('succeeded', 'failed', 'cancelled', 'expired', 'dead')) AS ended,
  count(t.seq) FILTER (WHERE t.from_status IN ('succeeded', 'failed', 'cancelled', 'expired', 'dead')) AS revived
FROM workflows AS w
LEFT JOIN witness_workflows AS t ON t.workflow_id = w.id
GROUP BY w.id
HAVING ended <> 1
  OR revived <> 0;

-- assert: no effect succeeded twice, and none changed after it had
SELECT
  workflow_id,
  node,
  branch,
  count(*) FILTER (WHERE to_status = 'succeeded') AS succeeded,
  count(*) FILTER (WHERE from_status = 'succeeded') AS changed
FROM witness_effects
GROUP BY workflow_id, node, branch
HAVING succeeded > 1
  OR changed > 0;

-- assert: every attempt was closed exactly once
SELECT a.workflow_id, a.node, a.branch, a.attempt, count(t.seq) AS closed
FROM attempts AS a
LEFT JOIN witness_attempts AS t
  ON t.workflow_id = a.workflow_id
  AND t.node = a.node
  AND t.branch = a.branch
  AND t.attempt = a.attempt
GROUP BY a.workflow_id, a.node, a.branch, a.attempt
HAVING closed <> 1;

-- assert: no attempt was closed as succeeded or failed without the lease
SELECT seq, workflow_id, node, branch, attempt, claim_token, workflow_status, workflow_token
FROM witness_attempts
WHERE to_outcome IN ('succeeded', 'failed')
  AND (workflow_status <> 'running' OR workflow_token <> claim_token);

-- assert: attempts count from 1 without a gap, one after the other, and their tokens never go back
SELECT a.workflow_id, a.node, a.branch, a.attempt, a.claim_token, p.claim_token AS token_before
FROM attempts AS a
LEFT JOIN attempts AS p
  ON p.workflow_id = a.workflow_id
  AND p.node = a.node
  AND p.branch = a.branch
  AND p.attempt = a.attempt - 1
WHERE (a.attempt > 1 AND p.attempt IS NULL)
  OR p.claim_token > a.claim_token
  OR p.finished_at > a.started_at
  OR p.outcome = 'succeeded';

-- assert: an effect counts its attempts and carries the token of the last one
SELECT e.workflow_id, e.node, e.branch, e.attempt, e.claim_token, count(a.attempt) AS attempts
FROM effects AS e
LEFT JOIN attempts AS a ON a.workflow_id = e.workflow_id AND a.node = e.node AND a.branch = e.branch
GROUP BY e.workflow_id, e.node, e.branch
HAVING e.attempt <> count(a.attempt)
  OR e.claim_token <> coalesce(max(a.claim_token), 0);

-- assert: the last attempt of an effect that succeeded or failed ended as the effect did
SELECT e.workflow_id, e.node, e.branch, e.status, a.outcome
FROM effects AS e
LEFT JOIN attempts AS a
  ON a.workflow_id = e.workflow_id
  AND a.node = e.node
  AND a.branch = e.branch
  AND a.attempt = e.attempt
WHERE (e.status = 'succeeded' AND a.outcome IS NOT 'succeeded')
  OR (e.status = 'failed' AND (a.outcome IS NULL OR a.outcome NOT IN ('failed', 'lost')));

-- assert: an attempt is lost only with its lease
SELECT a.workflow_id, a.node, a.branch, a.attempt, a.claim_token, a.worker
FROM attempts AS a
LEFT JOIN workflows AS w ON w.id = a.workflow_id
LEFT JOIN witness_lost_leases AS l ON l.workflow_id = a.workflow_id AND l.claim_token = a.claim_token
WHERE a.outcome = 'lost'
  AND l.workflow_id IS NULL;

-- assert: every worker that lost a lease was refused a write for it
SELECT l.workflow_id, l.claim_token, l.became
FROM witness_lost_leases AS l
WHERE NOT EXISTS (
  SELECT 1 FROM witness_refusals AS r WHERE r.workflow_id = l.workflow_id AND r.claim_token = l.claim_token
);

-- assert: no worker was refused a write while it had the lease
SELECT r.workflow_id, r.claim_token, r.worker, r.write, r.at
FROM witness_refusals AS r
WHERE NOT EXISTS (
  SELECT 1
  FROM witness_lost_leases AS l
  WHERE l.workflow_id = r.workflow_id AND l.claim_token = r.claim_token
);

-- assert: sequences of events have no gaps, and their times never go back
SELECT e.workflow_id, e.seq, e.recorded_at
FROM events AS e
LEFT JOIN events AS p ON p.workflow_id = e.workflow_id AND p.seq = e.seq - 1
WHERE (e.seq > 1 AND p.seq IS NULL)
  OR e.recorded_at < p.recorded_at;

-- assert: the history tells every ended attempt, and that a workflow came in and ended, once
SELECT w.id, a.attempts, e.attempts AS told, e.enqueued, e.ended
FROM workflows AS w
LEFT JOIN (
  SELECT workflow_id, count(*) AS attempts FROM attempts WHERE outcome <> 'running' GROUP BY workflow_id
) AS a ON a.workflow_id = w.id
LEFT JOIN (
  SELECT
    workflow_id,
    count(*) FILTER (WHERE type LIKE 'attempt.%') AS attempts,
    count(*) FILTER (WHERE type = 'workflow.enqueued') AS enqueued,
    count(*) FILTER (
      WHERE type LIKE 'workflow.%'
        AND type NOT IN ('workflow.enqueued', 'workflow.started')
    ) AS ended
  FROM events
  GROUP BY workflow_id
) AS e ON e.workflow_id = w.id
WHERE e.attempts IS NOT coalesce(a.attempts, 0)
  OR e.enqueued IS NOT 1
  OR e.ended IS NOT 1;

-- assert: the state that comes of the events of a workflow is what its rows say
WITH RECURSIVE fold (workflow_id, seq, state) AS (
  SELECT id, 0, '{}'
  FROM workflows
  UNION ALL
  SELECT f.workflow_id, e.seq, json_patch(f.state, e.data)
  FROM fold AS f
  JOIN events AS e ON e.workflow_id = f.workflow_id AND e.seq = f.seq + 1
),
states AS (
  SELECT workflow_id, max(seq) AS seq, state
  FROM fold
  GROUP BY workflow_id
)
SELECT w.id, w.status, s.state
FROM workflows AS w
LEFT JOIN states AS s ON s.workflow_id = w.id
WHERE s.state ->> '$.status' IS NOT w.status
  OR s.state ->> '$.error' IS NOT w.error_fingerprint
  OR json(s.state -> '$.context') IS NOT json(w.context)
  OR (
    SELECT count(*)
    FROM effects AS e
    WHERE e.workflow_id = w.id
      AND e.status = 'succeeded'
  ) IS NOT (
    SELECT count(*)
    FROM json_each(s.state, '$.effects') AS node
    JOIN json_each(node.value) AS branch
    WHERE branch.value ->> '$.status' = 'succeeded'
  );

-- assert: the search index has every workflow in its last version
SELECT w.id, w.version, d.indexed_version
FROM workflows AS w
LEFT JOIN search_documents AS d ON d.workflow_id = w.id
LEFT JOIN workflow_search AS f ON f.rowid = d.id
WHERE d.indexed_version IS NOT w.version
  OR f.rowid IS NULL;

-- assert: there were workflows, effects and lost leases enough to mean something
SELECT x.name, x.at_least, s.seen
FROM witness_expectations AS x
LEFT JOIN (
  SELECT 'workflows' AS name, count(*) AS seen FROM workflows
  UNION ALL
  SELECT 'effects', count(*) FROM effects
  UNION ALL
  SELECT 'lost leases', count(*) FROM witness_lost_leases
) AS s ON s.name = x.name
WHERE s.seen IS NULL
  OR s.seen < x.at_least;

-- assert: most workflows succeeded
SELECT count(*) AS workflows, count(*) FILTER (WHERE status = 'succeeded') AS succeeded
FROM workflows
HAVING succeeded * 2 <= count(*);

-- assert: every foreign key points at a row, and SQLite finds the database sound
SELECT "table" AS place, parent AS finding
FROM pragma_foreign_key_check
UNION ALL
SELECT 'database', quick_check
FROM pragma_quick_check
WHERE quick_check <> 'ok';
