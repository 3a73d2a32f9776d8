-- What happened to a workflow, in order, and its state at some points of that order.

-- Order is `seq`, not time: clocks tie and skew.
-- @append-only
-- @size 50_000_000
CREATE TABLE events (
  workflow_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  type TEXT NOT NULL,
  data TEXT NOT NULL DEFAULT '{}', -- @json ../schemas.ts#EventData
  cause_seq INTEGER, -- the event of this workflow that led to it
  correlation_id TEXT, -- what many workflows share
  recorded_at INTEGER NOT NULL,
  CONSTRAINT events_pk PRIMARY KEY (workflow_id, seq),
  CONSTRAINT events_workflow_fk FOREIGN KEY (workflow_id) REFERENCES workflows (id),
  CONSTRAINT events_cause_fk FOREIGN KEY (workflow_id, cause_seq) REFERENCES events (workflow_id, seq),
  CONSTRAINT events_seq_positive CHECK (seq > 0),
  CONSTRAINT events_cause_is_earlier CHECK (cause_seq < seq),
  CONSTRAINT events_data_object CHECK (json_valid(data) AND json_type(data) = 'object')
) STRICT, WITHOUT ROWID;

CREATE INDEX events_by_time ON events (workflow_id, recorded_at, seq);

CREATE INDEX events_by_correlation ON events (correlation_id, workflow_id, seq) WHERE correlation_id IS NOT NULL;

CREATE INDEX events_by_cause ON events (workflow_id, cause_seq) WHERE cause_seq IS NOT NULL;

-- The fold of events 1..seq, so that a replay reads a bounded tail.
CREATE TABLE snapshots (
  workflow_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  state TEXT NOT NULL, -- @json ../schemas.ts#WorkflowContext
  recorded_at INTEGER NOT NULL,
  CONSTRAINT snapshots_pk PRIMARY KEY (workflow_id, seq),
  CONSTRAINT snapshots_event_fk FOREIGN KEY (workflow_id, seq) REFERENCES events (workflow_id, seq),
  CONSTRAINT snapshots_state_object CHECK (json_valid(state) AND json_type(state) = 'object')
) STRICT, WITHOUT ROWID;
