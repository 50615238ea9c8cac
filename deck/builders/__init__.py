"""Builders: from a record to the slides of an outline, one module for each part of a deck."""
