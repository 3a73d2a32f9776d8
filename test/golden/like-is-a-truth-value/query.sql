-- name: matches
SELECT first LIKE :pattern AS first_matches, last GLOB 'A*' AS last_matches
FROM people;
