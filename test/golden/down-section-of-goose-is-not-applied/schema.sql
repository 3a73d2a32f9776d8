-- +goose Up
-- +goose StatementBegin
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL) STRICT;
-- +goose StatementEnd

-- +goose Down
DROP TABLE users;
