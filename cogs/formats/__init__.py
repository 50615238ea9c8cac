"""Formats and rules in Discord."""
