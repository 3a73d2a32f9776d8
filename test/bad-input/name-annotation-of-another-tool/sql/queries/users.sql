/* @name FindUser */
SELECT id, email FROM users WHERE id = :id;
