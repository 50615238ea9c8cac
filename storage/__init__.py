"""The facts, kept: tables, the group-commit writer, migrations, the outbox and backups."""
