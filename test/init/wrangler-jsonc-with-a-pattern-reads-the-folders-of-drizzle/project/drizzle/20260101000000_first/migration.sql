CREATE TABLE `user_posts` (
	`id` integer PRIMARY KEY,
	`title` text NOT NULL
);
