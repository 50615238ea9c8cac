"""What lecturers are given: decks, figures, the look of decks."""
