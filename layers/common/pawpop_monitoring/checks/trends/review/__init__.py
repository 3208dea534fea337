"""The review of a month that is over: made once, sent once, on its first working day."""
