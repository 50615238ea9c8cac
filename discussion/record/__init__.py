"""The record that may leave a class, and what is read from it."""
