-- State: putting workflows in, and finding them again.

-- name: insertDefinition
-- Adds a version of a definition. No row: it is there already; a version never changes.
-- @example name = 'order'
-- @example version = 1
-- @example description = 'charge, pack and ship an order'
-- @example now = 1700000000000
INSERT INTO definitions (name, version, description, created_at)
VALUES (:name, :version, :description, :now)
ON CONFLICT (name, version) DO NOTHING
RETURNING name, version;

-- name: latestDefinition
-- The version that new workflows should pin.
-- @example name = 'order'
SELECT name, version, description, created_at
FROM definitions
WHERE name = :name
  AND retired_at IS NULL
ORDER BY version DESC
LIMIT 1;

-- name: retireDefinition
-- No new workflows for this version; those that run keep it.
-- @example name = 'order'
-- @example version = 1
-- @example now = 1700000000000
UPDATE definitions
SET retired_at = :now
WHERE name = :name
  AND version = :version
  AND retired_at IS NULL
RETURNING name, version;

-- name: insertWorkflow
-- Enqueues a workflow. No row: the id, the idempotency key or a live unique key is taken, so sending it again after a
-- lost answer is harmless.
-- @example id = 'wf-1'
-- @example definition = 'order'
-- @example definition_version = 1
-- @example tenant = 'acme'
-- @example parent_id = NULL
-- @example idempotency_key = 'request-1'
-- @example unique_key = NULL
-- @example priority = 1
-- @example run_at = 1700000000000
-- @example deadline_at = NULL
-- @example max_attempts = 5
-- @example context = '{"user":{"id":"u1"}}'
-- @example now = 1700000000000
INSERT INTO workflows (
  id, definition, definition_version, tenant, parent_id, idempotency_key, unique_key, priority, scheduled_at,
  available_at, deadline_at, max_attempts, context, created_at, updated_at
)
VALUES (
  :id, :definition, :definition_version, :tenant, :parent_id, :idempotency_key, :unique_key, :priority, :run_at,
  :run_at, :deadline_at, :max_attempts, :context, :now, :now
)
ON CONFLICT DO NOTHING
RETURNING id, version;

-- name: startSubWorkflow
-- Starts a workflow as a part of the one that the caller works on, and notes it in the parent's events as
-- `{"children": {id: definition}}`. Sent again with the same `id` it does nothing.
-- @idempotent by id
-- @example id = 'wf-1.1'
-- @example definition = 'order'
-- @example definition_version = 1
-- @example tenant = 'acme'
-- @example parent_id = 'wf-1'
-- @example parent_token = 1
-- @example priority = 1
-- @example run_at = 1700000000000
-- @example max_attempts = 5
-- @example context = '{"user":{"id":"u1"}}'
-- @example now = 1700000000000
INSERT INTO workflows (
  id, definition, definition_version, tenant, parent_id, priority, scheduled_at, available_at, max_attempts, context,
  created_at, updated_at
)
VALUES (
  :id, :definition, :definition_version, :tenant, :parent_id, :priority, :run_at, :run_at, :max_attempts, :context,
  :now, :now
)
ON CONFLICT (id) DO NOTHING;

-- @step parent
-- Fenced: whoever has lost the lease starts nothing.
UPDATE workflows
SET
  version = version + 1,
  updated_at = :now
WHERE id = :parent_id
  AND status = 'running'
  AND claim_token = :parent_token
RETURNING version;
-- @expect rows = 1 else lease_lost

-- @step event
INSERT INTO events (workflow_id, seq, type, data, recorded_at)
SELECT
  :parent_id,
  coalesce(max(e.seq), 0) + 1,
  'child.started',
  json_object('children', json_object(:id, :definition)),
  max(:now, coalesce(max(e.recorded_at), 0))
FROM events AS e
WHERE e.workflow_id = :parent_id
RETURNING seq;
-- @expect rows = 1 else lease_lost

-- @step child
SELECT id, status, version FROM workflows WHERE id = :id;
-- @expect rows = 1 else lease_lost

-- name: insertWorkflows
-- Enqueues many at once, one bind for all. Answers those that were new.
-- @example workflows = '[{"id":"wf-1","definition":"order","definitionVersion":1,"tenant":"acme","priority":1,"runAt":1700000000000,"maxAttempts":5,"context":{"user":{"id":"u1"}}}]'
-- @example now = 1700000000000
INSERT INTO workflows (
  id, definition, definition_version, tenant, priority, scheduled_at, available_at, max_attempts, context, created_at,
  updated_at
)
SELECT
  item.value ->> '$.id',
  item.value ->> '$.definition',
  item.value ->> '$.definitionVersion',
  item.value ->> '$.tenant',
  item.value ->> '$.priority',
  item.value ->> '$.runAt',
  item.value ->> '$.runAt',
  item.value ->> '$.maxAttempts',
  item.value -> '$.context',
  :now,
  :now
FROM json_each(:workflows) AS item
WHERE TRUE
ON CONFLICT DO NOTHING
RETURNING id;

-- name: importWorkflows
-- Enqueues any number at once, each with its own idempotency key and perhaps a deadline. Answers those that were new.
-- @rows id, definition, definition_version, tenant, idempotency_key, priority, run_at, deadline_at, max_attempts, context
-- @example id = 'wf-1'
-- @example definition = 'order'
-- @example definition_version = 1
-- @example tenant = 'acme'
-- @example idempotency_key = 'import/wf-1'
-- @example priority = 1
-- @example run_at = 1700000000000
-- @example deadline_at = NULL
-- @example max_attempts = 5
-- @example context = '{"user":{"id":"u1"}}'
-- @example now = 1700000000000
INSERT INTO workflows (
  id, definition, definition_version, tenant, idempotency_key, priority, scheduled_at, available_at, deadline_at,
  max_attempts, context, created_at, updated_at
)
VALUES (
  :id, :definition, :definition_version, :tenant, :idempotency_key, :priority, :run_at, :run_at, :deadline_at,
  :max_attempts, :context, :now, :now
)
ON CONFLICT DO NOTHING
RETURNING id;

-- name: workflowById
-- Everything about one workflow.
-- @example id = 'wf-1'
SELECT
  id,
  definition,
  definition_version,
  tenant,
  parent_id,
  idempotency_key,
  unique_key,
  status,
  priority,
  version,
  scheduled_at,
  available_at,
  deadline_at,
  claim_token,
  claim_id,
  worker,
  claimed_at,
  attempt,
  max_attempts,
  context,
  result,
  error_fingerprint,
  error_message,
  created_at,
  updated_at,
  started_at,
  finished_at
FROM workflows
WHERE id = :id;

-- name: workflowsById
-- Many at once, in any number: the list is one bind.
-- @example ids = '["wf-1","wf-2"]'
SELECT id, definition, status, version, context, error_message, updated_at
FROM workflows
WHERE id IN (SELECT value FROM json_each(:ids))
ORDER BY id;

-- name: byIdempotencyKey
-- The workflow that an earlier `insertWorkflow` made.
-- @example definition = 'order'
-- @example idempotency_key = 'request-1'
SELECT id, status, version, created_at
FROM workflows
WHERE definition = :definition
  AND idempotency_key = :idempotency_key;

-- name: byStatus
-- One page of a status, oldest first. The first page starts after time 0 and id ''; the next after the last row.
-- @example status = 'queued'
-- @example after_created_at = 0
-- @example after_id = ''
-- @example page_size = 50
SELECT id, definition, tenant, priority, attempt, created_at, updated_at, error_message
FROM workflows
WHERE status = :status
  AND (created_at, id) > (:after_created_at, :after_id)
ORDER BY created_at, id
LIMIT :page_size;

-- name: byStatusAndDefinition
-- One page of a status of one definition, oldest first.
-- @example definition = 'order'
-- @example status = 'queued'
-- @example after_created_at = 0
-- @example after_id = ''
-- @example page_size = 50
SELECT id, definition_version, tenant, priority, attempt, created_at, updated_at, error_message
FROM workflows
WHERE definition = :definition
  AND status = :status
  AND (created_at, id) > (:after_created_at, :after_id)
ORDER BY created_at, id
LIMIT :page_size;

-- name: byContextUser
-- Workflows of one user, read out of the context. The path is the text of the index `workflows_by_context_user`, to
-- the letter; another spelling would scan.
-- @param user_id text
-- @example user_id = 'u1'
-- @example after_created_at = 0
-- @example after_id = ''
-- @example page_size = 50
SELECT id, definition, status, created_at, context
FROM workflows
WHERE context ->> '$.user.id' = :user_id
  AND (created_at, id) > (:after_created_at, :after_id)
ORDER BY created_at, id
LIMIT :page_size;

-- name: hasContextKey
-- Workflows of a status whose context has a key, also when it holds a JSON null.
-- @param key text
-- @example status = 'queued'
-- @example key = 'note'
-- @example page_size = 50
SELECT w.id, w.definition, w.created_at
FROM workflows AS w
WHERE w.status = :status
  AND EXISTS (SELECT 1 FROM json_each(w.context) AS entry WHERE entry.key = :key)
ORDER BY w.created_at, w.id
LIMIT :page_size;

-- name: countsByStatus
-- One definition by status; a status without workflows has no row.
-- @example definition = 'order'
SELECT status, count(*) AS workflows
FROM workflows
WHERE definition = :definition
GROUP BY status
ORDER BY status;

-- name: countsByVersion
-- The versions of a definition that workflows have pinned: one without unfinished workflows may go.
-- @example definition = 'order'
SELECT
  definition_version,
  count(*) AS workflows,
  count(*) FILTER (WHERE finished_at IS NULL) AS unfinished
FROM workflows
WHERE definition = :definition
GROUP BY definition_version
ORDER BY definition_version;

-- name: finishedBefore
-- One page of what is finished and may be archived, oldest first.
-- @example before = 1700000000000
-- @example after_finished_at = 0
-- @example after_id = ''
-- @example page_size = 50
SELECT id, definition, status, finished_at
FROM workflows
WHERE finished_at < :before
  AND (finished_at, id) > (:after_finished_at, :after_id)
ORDER BY finished_at, id
LIMIT :page_size;

-- name: staleSince
-- Workflows of a status that nothing has touched since a time, the longest silent first.
-- @example status = 'running'
-- @example before = 1700000000000
-- @example page_size = 50
SELECT id, definition, worker, attempt, updated_at
FROM workflows
WHERE status = :status
  AND created_at < :before
  AND updated_at < :before
ORDER BY updated_at, id
LIMIT :page_size;

-- name: childrenOf
-- Workflows that another one started, oldest first.
-- @example parent_id = 'wf-1'
SELECT id, definition, status, created_at, finished_at
FROM workflows
WHERE parent_id = :parent_id
ORDER BY created_at, id;

-- name: setContext
-- Replaces the context of a workflow that nobody else has changed. No row: the version is another, read it again.
-- @example id = 'wf-1'
-- @example expected_version = 1
-- @example context = '{"user":{"id":"u2"}}'
-- @example now = 1700000000000
UPDATE workflows
SET
  context = :context,
  version = version + 1,
  updated_at = :now
WHERE id = :id
  AND version = :expected_version
  AND status IN ('queued', 'running', 'paused')
RETURNING id, version;

-- name: transition
-- Queues, pauses or cancels an unfinished workflow by hand, if nobody has changed it since it was read. Any lease on
-- it ends. No row: the version is another, or it is finished, or the status is not one of the three.
-- @example id = 'wf-1'
-- @example expected_version = 1
-- @example status = 'cancelled'
-- @example now = 1700000000000
UPDATE workflows
SET
  status = :status,
  available_at = CASE status WHEN 'running' THEN :now ELSE available_at END,
  attempt = CASE status WHEN 'running' THEN attempt - 1 ELSE attempt END,
  claim_id = NULL,
  worker = NULL,
  claimed_at = NULL,
  finished_at = CASE WHEN :status = 'cancelled' THEN :now END,
  version = version + 1,
  updated_at = :now
WHERE id = :id
  AND version = :expected_version
  AND status IN ('queued', 'running', 'paused')
  AND :status IN ('queued', 'paused', 'cancelled')
RETURNING id, status, version;

-- name: workflowWithEffects
-- A workflow and its effects, one row for each; one row with empty effect columns when there is none yet.
-- @example id = 'wf-1'
SELECT
  w.id,
  w.definition,
  w.status,
  w.version,
  w.context,
  e.node AS effect_node,
  e.branch AS effect_branch,
  e.kind AS effect_kind,
  e.status AS effect_status,
  e.attempt AS effect_attempt,
  e.output AS effect_output,
  e.error_message AS effect_error,
  e.finished_at AS effect_finished_at,
  a.worker AS last_worker,
  a.outcome AS last_outcome
FROM workflows AS w
LEFT JOIN effects AS e ON e.workflow_id = w.id
LEFT JOIN attempts AS a
  ON a.workflow_id = e.workflow_id
  AND a.node = e.node
  AND a.branch = e.branch
  AND a.attempt = e.attempt
WHERE w.id = :id
ORDER BY e.created_at, e.node, e.branch;

-- name: addTags
-- Adds tags and answers those that were new.
-- @example workflow_id = 'wf-1'
-- @example tags = '["vip","eu"]'
INSERT INTO workflow_tags (workflow_id, tag)
SELECT :workflow_id, value
FROM json_each(:tags)
WHERE TRUE
ON CONFLICT (workflow_id, tag) DO NOTHING
RETURNING tag;

-- name: removeTags
-- Takes tags off; those that were not there do not matter.
-- @example workflow_id = 'wf-1'
-- @example tags = '["vip"]'
DELETE FROM workflow_tags
WHERE workflow_id = :workflow_id
  AND tag IN (SELECT value FROM json_each(:tags));

-- name: tagsOf
-- The tags of one workflow, in order.
-- @example workflow_id = 'wf-1'
SELECT tag
FROM workflow_tags
WHERE workflow_id = :workflow_id
ORDER BY tag;

-- name: byAllTags
-- Workflows that carry every one of the tags.
-- @example tags = '["vip","eu"]'
-- @example page_size = 50
SELECT w.id, w.definition, w.status, w.created_at
FROM workflows AS w
WHERE w.id IN (
    SELECT t.workflow_id
    FROM workflow_tags AS t
    WHERE t.tag IN (SELECT value FROM json_each(:tags))
    GROUP BY t.workflow_id
    HAVING count(*) = (SELECT count(DISTINCT value) FROM json_each(:tags))
  )
ORDER BY w.created_at, w.id
LIMIT :page_size;
