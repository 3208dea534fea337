"""Pictures for the guide, taken from what the code really makes."""
