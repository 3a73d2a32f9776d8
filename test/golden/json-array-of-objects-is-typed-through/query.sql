-- name: withOwners
SELECT e.id, json_group_array(json_object('id', o.id, 'done', e.done, 'kind', e.kind)) AS owners
FROM effects AS e JOIN owners AS o ON o.effect_id = e.id GROUP BY e.id;
