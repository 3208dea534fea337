"""The rules as a table for the guide, made of their entries."""
