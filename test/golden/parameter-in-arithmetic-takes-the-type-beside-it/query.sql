-- name: deposit
UPDATE accounts
SET cents = cents + :amount, rate = rate * :factor
WHERE id = :id;
