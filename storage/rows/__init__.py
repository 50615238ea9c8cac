"""Rows read and written, by subject."""
