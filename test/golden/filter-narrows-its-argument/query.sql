-- name: tips
SELECT user_id, json_group_array(tip) FILTER (WHERE tip IS NOT NULL) AS tips, json_group_array(tip) AS all_tips
FROM orders
GROUP BY user_id;
