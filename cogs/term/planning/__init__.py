"""Planning one class in Discord."""
