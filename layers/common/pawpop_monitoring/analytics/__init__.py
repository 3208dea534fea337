"""What numbers say: pure functions of counts, without any I/O."""
