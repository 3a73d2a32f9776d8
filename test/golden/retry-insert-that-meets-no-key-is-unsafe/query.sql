-- name: add
INSERT INTO users (email, code, live) VALUES (:email, :code, 1);

-- name: addUnlessThere
INSERT INTO users (email, code, live) VALUES (:email, :code, 1) ON CONFLICT DO NOTHING;

-- name: addNumbered
INSERT INTO users (id, email, code, live) VALUES (NULL, 'a', :code, 1) ON CONFLICT (id) DO NOTHING;

-- name: addAndAnswer
INSERT INTO users (id, code, live) VALUES (:id, :code, 1) ON CONFLICT (id) DO NOTHING RETURNING id;

-- name: replace
REPLACE INTO users (id, code, live) VALUES (1, :code, 1);

-- name: copy
INSERT INTO users (id, code, live) SELECT max(id) + 1, :code, 1 FROM users WHERE TRUE ON CONFLICT (id) DO NOTHING;
