"""Invitations, private help and personal choices in Discord."""
