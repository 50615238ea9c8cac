"""Commands that begin, steer and end a class, and its wake-ups."""
