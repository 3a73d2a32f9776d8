-- name: pay
-- @idempotent by payment_id
UPDATE accounts SET balance = balance - :amount WHERE id = :account;
INSERT INTO payments (id, amount) VALUES (:payment_id, :amount) ON CONFLICT (id) DO NOTHING;

-- name: payAgain
-- @idempotent by payment_id
INSERT INTO payments (id, amount) VALUES (:payment_id, :amount);
UPDATE accounts SET balance = balance - :amount WHERE id = :account;

-- name: payGuarded
-- @idempotent by payment_id
INSERT INTO payments (id, amount) VALUES (:payment_id, :amount) ON CONFLICT (id) DO NOTHING;
-- @expect changes = 1 else paid_before
UPDATE accounts SET balance = balance - :amount WHERE id = :account;
