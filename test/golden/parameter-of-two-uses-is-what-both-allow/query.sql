-- name: twoFlags
SELECT id FROM flags WHERE a = ?1 AND b = ?1;

-- name: flagAndNumber
SELECT id FROM flags WHERE a = :value AND n = :value;

-- name: bigAndNumber
SELECT id FROM flags WHERE n = :value AND big = :value;

-- name: timeAndNumber
SELECT id FROM flags WHERE n = :value AND at = :value;

-- name: flagAndArgument
SELECT id, abs(:value) AS size FROM flags WHERE a = :value;
