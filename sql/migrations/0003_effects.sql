-- Effects: the steps of a workflow, one row for each node and branch, and every attempt at each.

-- An effect runs under the lease of its workflow: `claim_token` is the workflow's token at that time. When the
-- workflow is no longer running with that token, the effect is orphaned (`recoverEffects`, `cancelEffects`).
-- @size 10_000_000
CREATE TABLE effects (
  workflow_id TEXT NOT NULL,
  node TEXT NOT NULL,
  branch INTEGER NOT NULL DEFAULT 0,
  kind TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'pending',
  available_at INTEGER NOT NULL,
  claim_token INTEGER NOT NULL DEFAULT 0,
  attempt INTEGER NOT NULL DEFAULT 0,
  max_attempts INTEGER NOT NULL,
  input TEXT NOT NULL DEFAULT '{}', -- @json ../schemas.ts#EffectInput
  output TEXT, -- @json ../schemas.ts#EffectOutput
  error_fingerprint TEXT,
  error_message TEXT,
  created_at INTEGER NOT NULL,
  started_at INTEGER, -- of the last attempt
  finished_at INTEGER,
  CONSTRAINT effects_pk PRIMARY KEY (workflow_id, node, branch),
  CONSTRAINT effects_workflow_fk FOREIGN KEY (workflow_id) REFERENCES workflows (id),
  CONSTRAINT effects_status CHECK (status IN ('pending', 'running', 'succeeded', 'failed', 'cancelled')),
  CONSTRAINT effects_branch_range CHECK (branch >= 0),
  CONSTRAINT effects_attempt_range CHECK (attempt BETWEEN 0 AND max_attempts),
  CONSTRAINT effects_attempt_is_fenced CHECK ((attempt > 0) = (claim_token > 0)),
  CONSTRAINT effects_attempt_marks_start CHECK ((attempt > 0) = (started_at IS NOT NULL)),
  CONSTRAINT effects_running_has_attempt CHECK (status <> 'running' OR attempt > 0),
  CONSTRAINT effects_pending_can_run CHECK (status <> 'pending' OR attempt < max_attempts),
  CONSTRAINT effects_terminal_is_finished CHECK (
    (status IN ('succeeded', 'failed', 'cancelled')) = (finished_at IS NOT NULL)
  ),
  CONSTRAINT effects_failure_has_error CHECK (status <> 'failed' OR error_message IS NOT NULL),
  CONSTRAINT effects_error_is_whole CHECK ((error_fingerprint IS NULL) = (error_message IS NULL)),
  CONSTRAINT effects_input_object CHECK (json_valid(input) AND json_type(input) = 'object'),
  CONSTRAINT effects_output_of_success CHECK (output IS NULL OR (status = 'succeeded' AND json_valid(output))),
  CONSTRAINT effects_max_attempts_positive CHECK (max_attempts > 0)
) STRICT;

-- Unfinished effects only: small however long the history grows.
CREATE INDEX effects_open ON effects (workflow_id, node, branch) WHERE status IN ('pending', 'running');

-- Rates and retries of a time window read this index alone.
CREATE INDEX effects_by_finish ON effects (finished_at, kind, status, attempt) WHERE finished_at IS NOT NULL;

-- An attempt is opened before the effect runs and closed before the effect may run again.
-- @size 12_000_000
CREATE TABLE attempts (
  workflow_id TEXT NOT NULL,
  node TEXT NOT NULL,
  branch INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  kind TEXT NOT NULL,
  claim_token INTEGER NOT NULL,
  worker TEXT NOT NULL,
  outcome TEXT NOT NULL DEFAULT 'running',
  error_fingerprint TEXT,
  error_message TEXT,
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  duration_ms INTEGER,
  CONSTRAINT attempts_pk PRIMARY KEY (workflow_id, node, branch, attempt),
  CONSTRAINT attempts_effect_fk FOREIGN KEY (workflow_id, node, branch)
    REFERENCES effects (workflow_id, node, branch),
  CONSTRAINT attempts_outcome CHECK (outcome IN ('running', 'succeeded', 'failed', 'lost')),
  CONSTRAINT attempts_open_or_finished CHECK ((outcome = 'running') = (finished_at IS NULL)),
  CONSTRAINT attempts_finished_has_duration CHECK ((finished_at IS NULL) = (duration_ms IS NULL)),
  CONSTRAINT attempts_duration CHECK (duration_ms >= 0 AND duration_ms = finished_at - started_at),
  CONSTRAINT attempts_failure_has_error CHECK ((outcome = 'failed') = (error_message IS NOT NULL)),
  CONSTRAINT attempts_error_is_whole CHECK ((error_fingerprint IS NULL) = (error_message IS NULL)),
  CONSTRAINT attempts_number_positive CHECK (attempt > 0),
  CONSTRAINT attempts_token_positive CHECK (claim_token > 0)
) STRICT, WITHOUT ROWID;

CREATE INDEX attempts_open ON attempts (kind, started_at) WHERE outcome = 'running';

-- Rates, percentiles and throughput likewise.
CREATE INDEX attempts_by_finish ON attempts (finished_at, kind, outcome, duration_ms) WHERE finished_at IS NOT NULL;
