"""Posts on their way out of the outbox, and what follows when they fail."""
