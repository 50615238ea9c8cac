"""Hearing everyone: invitations, cues, pace, and private help for whoever leads."""
