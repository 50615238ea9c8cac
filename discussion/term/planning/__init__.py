"""Shaping the session of one class before it is held."""
