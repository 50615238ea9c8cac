"""Readings: text, Markdown, PDF and Word files, read into the stages of a case."""
