-- name: labels
SELECT CASE state WHEN 'a' THEN 'first' WHEN 'b' THEN 'second' END AS short,
  CASE state WHEN 'a' THEN 'first' ELSE 'other' END AS full
FROM tasks;
