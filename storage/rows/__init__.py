"""Rows and the model, both ways, by subject."""
