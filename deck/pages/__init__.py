"""Pages: how each kind of slide is laid out with the drawing kit."""
