"""The outline of a deck as plain data."""
