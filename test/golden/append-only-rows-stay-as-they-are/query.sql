-- name: amend
UPDATE changes SET body = :body WHERE document_id = :id;

-- name: forget
DELETE FROM changes WHERE document_id = :id;

-- name: forgetAll
DELETE FROM documents WHERE id = :id;

-- name: add
INSERT INTO changes (document_id, body) VALUES (:id, :body);
