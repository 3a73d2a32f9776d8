CREATE TABLE `users` (
	`id` integer PRIMARY KEY NOT NULL,
	`email` text NOT NULL
)
--> statement-breakpoint
CREATE TRIGGER users_lower AFTER INSERT ON users BEGIN
	UPDATE users SET email = lower(email) WHERE id = new.id;
END--> statement-breakpoint
CREATE UNIQUE INDEX `users_email_unique` ON `users` (`email`);--> statement-breakpoint
