-- name: byDigest
-- @param digests []
SELECT size FROM files WHERE digest IN (:digests);

-- name: byHand
-- @param digests []
SELECT f.size FROM json_each(:digests) AS e INNER JOIN files AS f ON f.digest = e.value;
