"""Ways to run a class, as data: the built-in ones, a lecturer's own, and the rules they set."""
