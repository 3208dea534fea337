"""The contracts with the outside, as files that other tools read."""
