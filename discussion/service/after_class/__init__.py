"""Commands after a class: review, presenting, reflection, the archive."""
