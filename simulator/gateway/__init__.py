"""The socket: sessions, events, compression, planned faults."""
