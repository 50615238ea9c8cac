"""The history of the schema; each revision describes one step and is never changed again."""
