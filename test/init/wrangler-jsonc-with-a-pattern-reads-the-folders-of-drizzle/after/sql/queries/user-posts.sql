-- name: listUserPosts
-- The first rows of user_posts.
SELECT id, title, likes
FROM user_posts
ORDER BY id
LIMIT :limit;
