-- Workflows: what is queued, leased, waiting and done.

-- The few levels of urgency are rows, so that a claim seeks each level in the index below, most urgent first, and
-- never reads work that is not due yet.
CREATE TABLE priorities (
  level INTEGER NOT NULL,
  name TEXT NOT NULL,
  CONSTRAINT priorities_pk PRIMARY KEY (level),
  CONSTRAINT priorities_name_unique UNIQUE (name)
) STRICT;

INSERT INTO priorities (level, name) VALUES (0, 'low'), (1, 'normal'), (2, 'high'), (3, 'urgent');

-- `available_at` is one clock for two waits: a queued workflow may be claimed from then on, and a running one loses
-- its lease then. So one index finds fresh, retried and abandoned work alike.
--
-- `claim_token` is the fence: it grows with every claim, is never reset, and every write of a worker carries it.
-- `attempt` counts claims that ended badly (and the one that runs); handing work back in good order returns it.
--
-- The CHECKs leave no state that nobody looks at. A workflow is terminal, or past its deadline (`expireDeadlines`),
-- or paused (`resumeWorkflow`), or waits for `available_at` and is then claimed, or, out of attempts, buried by
-- `reapExpired`.
-- @versioned version
-- @size 1_000_000
CREATE TABLE workflows (
  id TEXT NOT NULL,
  definition TEXT NOT NULL,
  definition_version INTEGER NOT NULL, -- pinned: a running workflow keeps the graph it started with
  tenant TEXT NOT NULL,
  parent_id TEXT,
  idempotency_key TEXT, -- a retried insert is a no-op, for ever
  unique_key TEXT, -- at most one live workflow holds it
  status TEXT NOT NULL DEFAULT 'queued',
  priority INTEGER NOT NULL DEFAULT 1,
  version INTEGER NOT NULL DEFAULT 1,
  scheduled_at INTEGER NOT NULL, -- when it was meant to run first
  available_at INTEGER NOT NULL, -- claimable from then on; of a running workflow: the end of the lease
  deadline_at INTEGER,
  claim_token INTEGER NOT NULL DEFAULT 0,
  claim_id TEXT, -- made by the client, so that a claim can be repeated after a lost answer
  worker TEXT,
  claimed_at INTEGER,
  attempt INTEGER NOT NULL DEFAULT 0,
  max_attempts INTEGER NOT NULL DEFAULT 5,
  context TEXT NOT NULL DEFAULT '{}', -- @json ../schemas.ts#WorkflowContext
  result TEXT, -- @json ../schemas.ts#WorkflowResult
  error_fingerprint TEXT, -- groups errors: the message without what varies
  error_message TEXT, -- the last error, also of a workflow that is queued again
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  started_at INTEGER, -- first claim
  finished_at INTEGER,
  CONSTRAINT workflows_pk PRIMARY KEY (id),
  CONSTRAINT workflows_definition_fk FOREIGN KEY (definition, definition_version)
    REFERENCES definitions (name, version),
  CONSTRAINT workflows_parent_fk FOREIGN KEY (parent_id) REFERENCES workflows (id),
  CONSTRAINT workflows_priority_fk FOREIGN KEY (priority) REFERENCES priorities (level),
  CONSTRAINT workflows_status CHECK (
    status IN ('queued', 'running', 'paused', 'succeeded', 'failed', 'cancelled', 'expired', 'dead')
  ),
  CONSTRAINT workflows_running_has_claim CHECK ((status = 'running') = (claim_id IS NOT NULL)),
  CONSTRAINT workflows_running_has_worker CHECK ((status = 'running') = (worker IS NOT NULL)),
  CONSTRAINT workflows_running_has_start CHECK ((status = 'running') = (claimed_at IS NOT NULL)),
  CONSTRAINT workflows_running_is_fenced CHECK (status <> 'running' OR (claim_token > 0 AND attempt > 0)),
  CONSTRAINT workflows_token_marks_start CHECK ((claim_token > 0) = (started_at IS NOT NULL)),
  CONSTRAINT workflows_token_covers_attempts CHECK (claim_token >= attempt),
  CONSTRAINT workflows_terminal_is_finished CHECK (
    (status IN ('succeeded', 'failed', 'cancelled', 'expired', 'dead')) = (finished_at IS NOT NULL)
  ),
  CONSTRAINT workflows_attempt_range CHECK (attempt BETWEEN 0 AND max_attempts),
  CONSTRAINT workflows_waiting_can_run CHECK (status NOT IN ('queued', 'paused') OR attempt < max_attempts),
  CONSTRAINT workflows_failure_has_error CHECK (status NOT IN ('failed', 'dead') OR error_message IS NOT NULL),
  CONSTRAINT workflows_error_is_whole CHECK ((error_fingerprint IS NULL) = (error_message IS NULL)),
  CONSTRAINT workflows_result_of_success CHECK (result IS NULL OR (status = 'succeeded' AND json_valid(result))),
  CONSTRAINT workflows_context_object CHECK (json_valid(context) AND json_type(context) = 'object'),
  CONSTRAINT workflows_version_positive CHECK (version > 0),
  CONSTRAINT workflows_max_attempts_positive CHECK (max_attempts > 0)
) STRICT;

-- The claim: seek a priority, read what is due in order, stop. Exactly the ORDER BY of `claimBatch`.
CREATE INDEX workflows_claimable ON workflows (priority, available_at, id)
  WHERE status IN ('queued', 'running') AND attempt < max_attempts;

-- Its complement: leases that no claim will take over. `reapExpired` buries them.
CREATE INDEX workflows_last_leases ON workflows (available_at, id)
  WHERE status = 'running' AND attempt = max_attempts;

-- The alarm clock: `nextWakeup` reads one entry, `dueWorkflows` a range.
CREATE INDEX workflows_by_wakeup ON workflows (available_at, id) WHERE status IN ('queued', 'running');

CREATE INDEX workflows_by_deadline ON workflows (deadline_at, id)
  WHERE deadline_at IS NOT NULL AND status IN ('queued', 'running', 'paused');

-- A retry of a claim finds what the lost answer held.
CREATE INDEX workflows_by_claim ON workflows (claim_id) WHERE claim_id IS NOT NULL;

CREATE UNIQUE INDEX workflows_idempotency ON workflows (definition, idempotency_key)
  WHERE idempotency_key IS NOT NULL;

CREATE UNIQUE INDEX workflows_unique_live ON workflows (definition, unique_key)
  WHERE unique_key IS NOT NULL AND status IN ('queued', 'running', 'paused');

-- Keyset pages; the id breaks ties between equal times.
CREATE INDEX workflows_by_status ON workflows (status, created_at, id);

CREATE INDEX workflows_by_definition ON workflows (definition, status, created_at, id);

-- `context ->> '$.user.id'` is found only by the same text: see `byContextUser`.
CREATE INDEX workflows_by_context_user ON workflows (context ->> '$.user.id', created_at, id);

-- Versions of a definition that are still in use.
CREATE INDEX workflows_by_version ON workflows (definition, definition_version, finished_at);

-- Written once each: when a workflow first starts, and when it is finished.
CREATE INDEX workflows_by_start ON workflows (started_at, definition, scheduled_at) WHERE started_at IS NOT NULL;

CREATE INDEX workflows_by_finish ON workflows (finished_at, id) WHERE finished_at IS NOT NULL;

CREATE INDEX workflows_dead ON workflows (finished_at, id) WHERE status = 'dead';

CREATE INDEX workflows_by_parent ON workflows (parent_id) WHERE parent_id IS NOT NULL;

-- Free labels: the array of a relational database.
-- @size 3_000_000
CREATE TABLE workflow_tags (
  workflow_id TEXT NOT NULL,
  tag TEXT NOT NULL,
  CONSTRAINT workflow_tags_pk PRIMARY KEY (workflow_id, tag),
  CONSTRAINT workflow_tags_workflow_fk FOREIGN KEY (workflow_id) REFERENCES workflows (id),
  CONSTRAINT workflow_tags_tag_length CHECK (length(tag) BETWEEN 1 AND 100)
) STRICT, WITHOUT ROWID;

CREATE INDEX workflow_tags_by_tag ON workflow_tags (tag, workflow_id);
