"""Who is reminded of what, when, and what follows a class."""
