-- name: echo
-- sqlgen-ignore wide-type: any value may be echoed
SELECT :value AS value;
