"""`pawpop-monitor`: the monitoring API on a terminal, for people and for scripts."""
