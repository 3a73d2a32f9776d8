-- name: findUser
SELECT '👩‍🚀🎉 日本' AS mark, emial FROM users WHERE id = :id;
