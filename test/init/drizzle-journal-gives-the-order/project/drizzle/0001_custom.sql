-- Custom SQL migration file, put your code below! --
UPDATE `users` SET email = lower(email)
--> statement-breakpoint
ALTER TABLE `users` ADD `name` text;
