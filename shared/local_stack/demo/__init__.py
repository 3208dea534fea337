"""`make demo`: breaks the local stack on purpose, chapter by chapter, and compares what came of it."""
