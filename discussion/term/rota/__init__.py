"""Who prepares which class, and when."""
