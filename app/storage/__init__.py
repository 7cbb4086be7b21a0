"""What is kept: one SQLite file, a repository for each aggregate, the outbox."""
