"""The client and its connection to Discord: waiting, pacing, trying again."""
