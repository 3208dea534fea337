"""HTTP: requests in, JSON out, and the one map from errors to answers."""
