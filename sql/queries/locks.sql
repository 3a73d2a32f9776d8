-- Locks and semaphores: leases with fencing tokens, for what only one worker, or only so many, may touch.

-- name: acquireLock
-- Takes a lock that is free or expired. No row: somebody else holds it. Asking again as the same holder answers the
-- same token. Hand the token to whatever the lock protects: it refuses tokens lower than the highest it has seen.
-- @example name = 'invoice-numbers'
-- @example holder = 'worker-1/7'
-- @example now = 1700000000000
-- @example lease_ms = 30000
INSERT INTO locks (name, token, holder, acquired_at, expires_at)
VALUES (:name, 1, :holder, :now, :now + :lease_ms)
ON CONFLICT (name) DO UPDATE SET
  token = CASE WHEN locks.holder = excluded.holder AND locks.expires_at > :now THEN locks.token ELSE locks.token + 1 END,
  holder = excluded.holder,
  acquired_at = excluded.acquired_at,
  expires_at = excluded.expires_at
WHERE locks.holder IS NULL
  OR locks.holder = excluded.holder
  OR locks.expires_at <= :now
RETURNING token, expires_at;

-- name: renewLock
-- Extends the lease of a lock. No row: it was lost.
-- @example name = 'invoice-numbers'
-- @example token = 1
-- @example now = 1700000000000
-- @example lease_ms = 30000
UPDATE locks
SET expires_at = max(expires_at, :now + :lease_ms)
WHERE name = :name
  AND token = :token
  AND holder IS NOT NULL
RETURNING token, expires_at;

-- name: releaseLock
-- Frees a lock. Its token stays, so that the next one is higher.
-- @example name = 'invoice-numbers'
-- @example token = 1
UPDATE locks
SET
  holder = NULL,
  acquired_at = NULL,
  expires_at = NULL
WHERE name = :name
  AND token = :token
  AND holder IS NOT NULL
RETURNING token;

-- name: heldLocks
-- Who holds what, the soonest to expire first.
-- @example now = 1700000000000
SELECT name, holder, token, acquired_at, expires_at
FROM locks
WHERE holder IS NOT NULL
  AND expires_at > :now
ORDER BY expires_at, name;

-- name: growSemaphore
-- Gives a semaphore `capacity` slots, making it when there is none. It never takes slots away.
-- @example semaphore = 'smtp'
-- @example capacity = 10
WITH RECURSIVE slots (slot) AS (
  SELECT 1 WHERE :capacity >= 1
  UNION ALL
  SELECT slot + 1 FROM slots WHERE slot < :capacity
)
INSERT INTO semaphore_slots (semaphore, slot)
SELECT :semaphore, s.slot
FROM slots AS s
WHERE TRUE
ON CONFLICT (semaphore, slot) DO NOTHING;

-- name: takeSlot
-- Takes a slot that is free or expired. No row: all are taken. Asking again as the same holder renews the slot held.
-- @example semaphore = 'smtp'
-- @example holder = 'worker-1/7'
-- @example now = 1700000000000
-- @example lease_ms = 30000
UPDATE semaphore_slots
SET
  token = CASE WHEN holder = :holder AND expires_at > :now THEN token ELSE token + 1 END,
  holder = :holder,
  acquired_at = :now,
  expires_at = :now + :lease_ms
WHERE semaphore = :semaphore
  AND slot = (
    SELECT s.slot
    FROM semaphore_slots AS s
    WHERE s.semaphore = :semaphore
      AND (s.holder IS NULL OR s.holder = :holder OR s.expires_at <= :now)
    ORDER BY s.holder IS :holder DESC, s.slot
    LIMIT 1
  )
RETURNING slot, token, expires_at;

-- name: renewSlot
-- Extends the lease of a slot. No row: it was lost.
-- @example semaphore = 'smtp'
-- @example slot = 1
-- @example token = 1
-- @example now = 1700000000000
-- @example lease_ms = 30000
UPDATE semaphore_slots
SET expires_at = max(expires_at, :now + :lease_ms)
WHERE semaphore = :semaphore
  AND slot = :slot
  AND token = :token
  AND holder IS NOT NULL
RETURNING slot, expires_at;

-- name: giveSlot
-- Gives a slot back.
-- @example semaphore = 'smtp'
-- @example slot = 1
-- @example token = 1
UPDATE semaphore_slots
SET
  holder = NULL,
  acquired_at = NULL,
  expires_at = NULL
WHERE semaphore = :semaphore
  AND slot = :slot
  AND token = :token
  AND holder IS NOT NULL
RETURNING slot;

-- name: semaphoreUse
-- How many slots a semaphore has, and how many are taken.
-- @example semaphore = 'smtp'
-- @example now = 1700000000000
SELECT
  count(*) AS capacity,
  count(*) FILTER (WHERE holder IS NOT NULL AND expires_at > :now) AS taken
FROM semaphore_slots
WHERE semaphore = :semaphore;
