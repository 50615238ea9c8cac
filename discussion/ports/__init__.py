"""What the rules need from the outside, as Protocols that other rooms fill in."""
