"""Decks made in worker processes, their words and what posts show of them."""
