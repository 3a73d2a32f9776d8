-- name: transfer
-- Moves an amount from one account to another.
-- @param amount what moves
UPDATE accounts SET balance = balance - :amount WHERE id = :from_id AND balance >= :amount;
-- @expect changes = 1 else no_money
-- @step target
-- Who gets it.
UPDATE accounts SET balance = balance + :amount WHERE id = :to_id RETURNING owner, balance;
-- @expect rows = 1 else no_target

INSERT INTO transfers (id, amount, note) VALUES (:id, :amount, :note);

-- @step left
SELECT balance FROM accounts WHERE id = :from_id;

-- @step all
SELECT id, note FROM transfers ORDER BY id;
