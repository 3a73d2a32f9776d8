-- name: allPeople
SELECT person_id, label
FROM people;
