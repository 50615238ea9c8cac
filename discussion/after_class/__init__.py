"""What follows a class: presenting its deck, and a moment for oneself."""
