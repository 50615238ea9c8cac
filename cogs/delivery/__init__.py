"""Posts on their way to Discord, each at most once."""
