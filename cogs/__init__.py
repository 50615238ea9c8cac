"""Discord in and out: commands, buttons, forms, and the words that people read."""
