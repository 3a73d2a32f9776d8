-- name: names
SELECT coalesce(nick, first) AS maybe, coalesce(nick, first, last) AS shown, ifnull(nick, 'none') AS nick,
  nullif(last, '') AS last, iif(first IS NULL, last, first) AS given
FROM people;
