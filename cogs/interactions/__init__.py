"""What every command, button and form shares: who, where, how to answer, what went wrong."""
