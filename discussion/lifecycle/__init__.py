"""The life of a class from its start to the end of its review, and what wakes it."""
