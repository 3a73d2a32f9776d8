-- name: pay
-- @idempotent by payment_id
INSERT INTO payments (id, amount) VALUES (:payment_id, :amount) ON CONFLICT (id) DO NOTHING;
-- @step paid
UPDATE accounts SET balance = balance - :amount WHERE id = :account RETURNING balance;
-- @expect rows = 1 else no_account
-- @step account
SELECT balance FROM accounts WHERE id = :account;
