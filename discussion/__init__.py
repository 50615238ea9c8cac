"""The rules of a class discussion: no Discord, no database, no clock of its own."""
