"""Whole files: decks and other forms, checked, fitted and drawn as pictures."""
