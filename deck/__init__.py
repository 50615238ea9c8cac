"""The deck: what was said, made visible. From a record to slides and other files."""
