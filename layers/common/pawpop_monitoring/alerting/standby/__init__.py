"""What outlives the database: a copy of what is open, and alerting from it alone."""
