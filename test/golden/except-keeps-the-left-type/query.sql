-- name: onlyInA
SELECT x FROM a
EXCEPT
SELECT x FROM b;
