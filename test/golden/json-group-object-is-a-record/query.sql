-- name: triesById
SELECT json_group_object(id, tries) AS tries, json_group_object(name, json_array(cost, kind)) AS costs FROM effects;
