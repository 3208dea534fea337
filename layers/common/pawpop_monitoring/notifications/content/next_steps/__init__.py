"""What to do about each rule; the words are in the TOML files beside this module, one per service."""
