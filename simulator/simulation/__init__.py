"""What happens when somebody acts: messages, edits, interactions, commands."""
