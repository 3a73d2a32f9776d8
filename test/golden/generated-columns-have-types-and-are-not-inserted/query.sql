-- name: addItem
INSERT INTO items VALUES (:id, :net)
RETURNING gross, label;
