"""The door: setting up a server, help, and who leaves."""
