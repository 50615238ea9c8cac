"""What a local Discord holds: servers, channels, people, messages, rights."""
