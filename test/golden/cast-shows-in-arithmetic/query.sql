-- name: rest
SELECT id, tries / :share AS part
FROM jobs;
