"""What people say, as it enters the record, with a name, without one or aloud."""
