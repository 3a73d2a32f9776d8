-- name: edit
UPDATE documents SET body = :body, version = version + 1 WHERE id = :id AND version = :version;
INSERT INTO changes (document_id, body) VALUES (:id, :body);

-- name: editBlindly
UPDATE documents SET body = body || :more, version = version + 1 WHERE id = :id;
INSERT INTO changes (document_id, body) VALUES (:id, :more);

-- name: editAlone
UPDATE documents SET body = :body, version = version + 1 WHERE id = :id AND version = :version;

-- name: editWithReason
UPDATE documents SET body = :body, version = version + 1 WHERE id = :id AND version = :version;
-- @expect changes = 1 else somebody_was_faster
