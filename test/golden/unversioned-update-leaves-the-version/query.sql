-- name: edit
UPDATE documents SET body = :body WHERE id = :id AND version = :version;

-- name: put
INSERT INTO documents (id, body) VALUES (:id, :body) ON CONFLICT (id) DO UPDATE SET body = excluded.body;

-- name: editKnowingly
-- sqlgen-ignore unversioned-update: only the importer writes here
UPDATE documents SET body = :body WHERE id = :id;
