-- name: newTicket
INSERT INTO tickets DEFAULT VALUES
RETURNING id, state;
