"""An outline or record drawn as one kind of file."""
