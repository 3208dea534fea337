"""Calls to services outside, bounded in time and in size whatever answers them."""
