"""The store: one writer, readers, live discussions, due actions and the outbox."""
