CREATE VIRTUAL TABLE found USING fts5(email);
CREATE TRIGGER users_found AFTER UPDATE ON users BEGIN
  INSERT INTO found (email) VALUES (CASE WHEN new.plan = 'END' THEN '' ELSE new.email END);
END;
CREATE TRIGGER users_plain AFTER INSERT ON users BEGIN
  INSERT INTO found (email) VALUES (new.email); -- no CASE here
END;
