-- Where finished workflows go when their time is over. No foreign keys: an archive refers to nothing alive.

CREATE TABLE archived_workflows (
  id TEXT NOT NULL,
  definition TEXT NOT NULL,
  definition_version INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  parent_id TEXT,
  status TEXT NOT NULL,
  priority INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  context TEXT NOT NULL, -- @json ../schemas.ts#WorkflowContext
  result TEXT, -- @json ../schemas.ts#WorkflowResult
  error_fingerprint TEXT,
  error_message TEXT,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  finished_at INTEGER NOT NULL,
  archived_at INTEGER NOT NULL,
  CONSTRAINT archived_workflows_pk PRIMARY KEY (id),
  CONSTRAINT archived_workflows_status CHECK (status IN ('succeeded', 'failed', 'cancelled', 'expired', 'dead')),
  CONSTRAINT archived_workflows_context_object CHECK (json_valid(context) AND json_type(context) = 'object'),
  CONSTRAINT archived_workflows_result_json CHECK (result IS NULL OR json_valid(result))
) STRICT;

CREATE INDEX archived_workflows_by_finish ON archived_workflows (definition, finished_at, id);

CREATE TABLE archived_attempts (
  workflow_id TEXT NOT NULL,
  node TEXT NOT NULL,
  branch INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  kind TEXT NOT NULL,
  worker TEXT NOT NULL,
  outcome TEXT NOT NULL,
  error_fingerprint TEXT,
  error_message TEXT,
  started_at INTEGER NOT NULL,
  finished_at INTEGER NOT NULL,
  CONSTRAINT archived_attempts_pk PRIMARY KEY (workflow_id, node, branch, attempt),
  CONSTRAINT archived_attempts_outcome CHECK (outcome IN ('succeeded', 'failed', 'lost'))
) STRICT, WITHOUT ROWID;

-- @append-only
CREATE TABLE archived_events (
  workflow_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  type TEXT NOT NULL,
  data TEXT NOT NULL, -- @json ../schemas.ts#EventData
  cause_seq INTEGER,
  correlation_id TEXT,
  recorded_at INTEGER NOT NULL,
  CONSTRAINT archived_events_pk PRIMARY KEY (workflow_id, seq),
  CONSTRAINT archived_events_data_object CHECK (json_valid(data) AND json_type(data) = 'object')
) STRICT, WITHOUT ROWID;
