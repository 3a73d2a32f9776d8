-- name: weird
SELECT "group", "weird name" AS weird, [select]
FROM "order"
WHERE "group" = :group;
