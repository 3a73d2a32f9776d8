-- The witness: what happened, written down by the database itself, so that the checks in assert.sql need not believe
-- the program. No part of the pack: the demo adds it to its own database after the migrations.

CREATE TABLE witness_workflows (
  seq INTEGER NOT NULL PRIMARY KEY,
  workflow_id TEXT NOT NULL,
  from_status TEXT NOT NULL,
  to_status TEXT NOT NULL,
  from_token INTEGER NOT NULL,
  to_token INTEGER NOT NULL,
  error_fingerprint TEXT,
  lease_until INTEGER NOT NULL, -- available_at before the change
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE witness_effects (
  seq INTEGER NOT NULL PRIMARY KEY,
  workflow_id TEXT NOT NULL,
  node TEXT NOT NULL,
  branch INTEGER NOT NULL,
  from_status TEXT NOT NULL,
  to_status TEXT NOT NULL
) STRICT;

CREATE TABLE witness_attempts (
  seq INTEGER NOT NULL PRIMARY KEY,
  workflow_id TEXT NOT NULL,
  node TEXT NOT NULL,
  branch INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  from_outcome TEXT NOT NULL,
  to_outcome TEXT NOT NULL,
  claim_token INTEGER NOT NULL,
  workflow_status TEXT NOT NULL, -- at that moment
  workflow_token INTEGER NOT NULL
) STRICT;

-- What the workers say: writes that the database refused them. The demo fills it in after the run.
CREATE TABLE witness_refusals (
  workflow_id TEXT NOT NULL,
  claim_token INTEGER NOT NULL,
  worker TEXT NOT NULL,
  write TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

-- What a run of this size has to show.
CREATE TABLE witness_expectations (
  name TEXT NOT NULL PRIMARY KEY,
  at_least INTEGER NOT NULL
) STRICT;

CREATE TRIGGER witness_workflow_changes AFTER UPDATE ON workflows
WHEN new.status <> old.status OR new.claim_token <> old.claim_token
BEGIN
  INSERT INTO witness_workflows (
    workflow_id, from_status, to_status, from_token, to_token, error_fingerprint, lease_until, at
  )
  VALUES (
    new.id, old.status, new.status, old.claim_token, new.claim_token, new.error_fingerprint, old.available_at,
    new.updated_at
  );
END;

CREATE TRIGGER witness_effect_changes AFTER UPDATE OF status ON effects
WHEN new.status <> old.status
BEGIN
  INSERT INTO witness_effects (workflow_id, node, branch, from_status, to_status)
  VALUES (new.workflow_id, new.node, new.branch, old.status, new.status);
END;

CREATE TRIGGER witness_attempt_changes AFTER UPDATE OF outcome ON attempts
BEGIN
  INSERT INTO witness_attempts (
    workflow_id, node, branch, attempt, from_outcome, to_outcome, claim_token, workflow_status, workflow_token
  )
  SELECT
    new.workflow_id, new.node, new.branch, new.attempt, old.outcome, new.outcome, new.claim_token, w.status,
    w.claim_token
  FROM workflows AS w
  WHERE w.id = new.workflow_id;
END;

-- Leases that ended while their worker still had work to do.
CREATE VIEW witness_lost_leases AS
SELECT workflow_id, from_token AS claim_token, to_status AS became, lease_until, at
FROM witness_workflows
WHERE from_status = 'running'
  AND (
    to_status IN ('running', 'cancelled', 'expired')
    OR (to_status = 'dead' AND error_fingerprint = 'lease-expired')
  );
