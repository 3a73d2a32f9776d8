-- name: labels
SELECT first || ' ' || last AS name, first || age AS tag
FROM people;
