"""Which unit tests a change touches: those that import, directly or through others, what has changed."""
