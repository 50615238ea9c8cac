"""The term in Discord, by subject."""
