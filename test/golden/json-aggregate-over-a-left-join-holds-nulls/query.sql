-- name: rosters
SELECT t.id, json_group_array(u.name) AS names,
  json_group_array(u.name) FILTER (WHERE u.id IS NOT NULL) AS present_names
FROM teams AS t
LEFT JOIN users AS u ON u.team_id = t.id
GROUP BY t.id;
