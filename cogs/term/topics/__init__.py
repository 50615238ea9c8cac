"""Topics and their readings in Discord."""
