-- name: ages
SELECT iif(age >= 18, 'adult', 'minor') AS group_name
FROM people;
