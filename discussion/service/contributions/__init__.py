"""Commands and messages with which people speak, and take words back."""
