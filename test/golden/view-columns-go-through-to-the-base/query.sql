-- name: allPeople
SELECT id, name, shown, role, url
FROM people
WHERE role = :role;
