-- name: totals
SELECT count(*) AS n, sum(cents) AS total, total(cents) AS total_real, avg(cents) AS mean,
  min(cents) AS least, max(name) AS last_name, group_concat(name) AS names
FROM orders;
