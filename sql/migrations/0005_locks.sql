-- Mutual exclusion between workers, with leases and fencing tokens.

-- A row stays after its release: the token must never go back.
-- @leased token
CREATE TABLE locks (
  name TEXT NOT NULL,
  token INTEGER NOT NULL,
  holder TEXT,
  acquired_at INTEGER,
  expires_at INTEGER,
  CONSTRAINT locks_pk PRIMARY KEY (name),
  CONSTRAINT locks_token_positive CHECK (token > 0),
  CONSTRAINT locks_held_since CHECK ((holder IS NULL) = (acquired_at IS NULL)),
  CONSTRAINT locks_held_until CHECK ((holder IS NULL) = (expires_at IS NULL))
) STRICT, WITHOUT ROWID;

-- A semaphore is its slots: its capacity is how many rows it has.
-- @leased token
CREATE TABLE semaphore_slots (
  semaphore TEXT NOT NULL,
  slot INTEGER NOT NULL,
  token INTEGER NOT NULL DEFAULT 0,
  holder TEXT,
  acquired_at INTEGER,
  expires_at INTEGER,
  CONSTRAINT semaphore_slots_pk PRIMARY KEY (semaphore, slot),
  CONSTRAINT semaphore_slots_slot_positive CHECK (slot > 0),
  CONSTRAINT semaphore_slots_held_is_fenced CHECK (holder IS NULL OR token > 0),
  CONSTRAINT semaphore_slots_held_since CHECK ((holder IS NULL) = (acquired_at IS NULL)),
  CONSTRAINT semaphore_slots_held_until CHECK ((holder IS NULL) = (expires_at IS NULL))
) STRICT, WITHOUT ROWID;

-- A holder has at most one slot, so a repeated take is harmless.
CREATE UNIQUE INDEX semaphore_slots_holder ON semaphore_slots (semaphore, holder) WHERE holder IS NOT NULL;
