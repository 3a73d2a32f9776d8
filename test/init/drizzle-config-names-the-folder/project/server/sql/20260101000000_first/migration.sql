CREATE TABLE `a` (`b` text);
