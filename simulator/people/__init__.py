"""Scripted people, as a test or a rehearsal moves them."""
