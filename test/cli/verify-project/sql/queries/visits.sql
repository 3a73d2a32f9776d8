-- name: pagesOf
SELECT v.pages, u.nick FROM visits AS v JOIN users AS u ON u.id = v.user_id WHERE v.user_id = :user_id;

-- name: halve
UPDATE visits SET pages = pages * 0.5 WHERE id = :id;

-- name: nothing
SELECT pages FROM visits WHERE pages > 5 AND pages < 5;
