"""From what was said to what is shown: pure functions over plain values."""
