"""What was read from each upstream, before anything is judged."""
