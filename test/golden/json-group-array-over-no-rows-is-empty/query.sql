-- name: allNames
SELECT json_group_array(name) AS names, json_group_object(name, id) AS ids
FROM users;
