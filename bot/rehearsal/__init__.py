"""A whole class through the real bot on a local Discord, many times faster than real time."""
