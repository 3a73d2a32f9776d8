-- name: ranking
SELECT player,
  row_number() OVER (ORDER BY points DESC) AS place,
  rank() OVER (ORDER BY points DESC) AS shared_place,
  percent_rank() OVER (ORDER BY points DESC) AS part
FROM scores;
