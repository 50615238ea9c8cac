"""Commands around being there, being asked and asking."""
