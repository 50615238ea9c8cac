"""Rows and the model, both ways, and the documents within rows."""
