"""Dates, classes, reminders and actions in Discord."""
