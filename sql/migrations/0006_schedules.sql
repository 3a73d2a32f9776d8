-- Recurring work: a schedule fires each of its slots once.

CREATE TABLE schedules (
  id TEXT NOT NULL,
  definition TEXT NOT NULL,
  definition_version INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  cron TEXT NOT NULL, -- read by the program, never by SQL
  missed TEXT NOT NULL DEFAULT 'once', -- slots that passed unseen: drop them, fire the last, fire all
  enabled INTEGER NOT NULL DEFAULT 1,
  priority INTEGER NOT NULL DEFAULT 1,
  max_attempts INTEGER NOT NULL DEFAULT 5,
  context TEXT NOT NULL DEFAULT '{}', -- @json ../schemas.ts#WorkflowContext
  next_slot_at INTEGER NOT NULL, -- computed from the slot before, not from the clock
  created_at INTEGER NOT NULL,
  CONSTRAINT schedules_pk PRIMARY KEY (id),
  CONSTRAINT schedules_definition_fk FOREIGN KEY (definition, definition_version)
    REFERENCES definitions (name, version),
  CONSTRAINT schedules_priority_fk FOREIGN KEY (priority) REFERENCES priorities (level),
  CONSTRAINT schedules_missed CHECK (missed IN ('skip', 'once', 'backfill')),
  CONSTRAINT schedules_enabled_boolean CHECK (enabled IN (0, 1)),
  CONSTRAINT schedules_max_attempts_positive CHECK (max_attempts > 0),
  CONSTRAINT schedules_context_object CHECK (json_valid(context) AND json_type(context) = 'object')
) STRICT;

CREATE INDEX schedules_due ON schedules (next_slot_at, id) WHERE enabled = 1;

CREATE INDEX schedules_by_definition ON schedules (definition, definition_version);

-- The slot is the schedule's own time. `workflow_id` is no foreign key: the record outlives the workflow.
CREATE TABLE schedule_slots (
  schedule_id TEXT NOT NULL,
  slot_at INTEGER NOT NULL,
  workflow_id TEXT NOT NULL,
  fired_at INTEGER NOT NULL,
  CONSTRAINT schedule_slots_pk PRIMARY KEY (schedule_id, slot_at),
  CONSTRAINT schedule_slots_schedule_fk FOREIGN KEY (schedule_id) REFERENCES schedules (id)
) STRICT, WITHOUT ROWID;
