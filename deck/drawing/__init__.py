"""The drawing kit: grid, colours, measured text, native shapes, charts and tables."""
