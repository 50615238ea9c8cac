"""Hands, circles, groups and voices in Discord."""
