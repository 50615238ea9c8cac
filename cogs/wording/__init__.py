"""All words that people read, by where they read them. To be translated here and nowhere else."""
