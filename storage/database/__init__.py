"""The engine, the schema and its history, backups."""
