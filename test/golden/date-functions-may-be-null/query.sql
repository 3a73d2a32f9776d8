-- name: days
SELECT date(at) AS day, date('now', 'start of month') AS month_start, unixepoch() AS now,
  unixepoch('subsec') AS now_exact, strftime('%Y', at) AS year, CURRENT_TIMESTAMP AS stamp
FROM logs;
