-- name: addThings
-- @rows
-- @param list integer[]
INSERT INTO things (any, blob, loose, num, doc, list) VALUES (:any, :blob, :loose, :num, :doc, :list);
