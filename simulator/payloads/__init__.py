"""What Discord sends: the objects of its API, made from the state."""
