"""Looking whether all is well: doctor, health, the link that invites."""
