-- name: rosters
SELECT t.id, t.name, json_group_array(json_object('id', u.id, 'name', u.name)) AS members
FROM teams AS t
JOIN users AS u ON u.team_id = t.id
GROUP BY t.id;
