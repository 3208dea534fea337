"""Pictures for the README, taken from what the code really makes."""
