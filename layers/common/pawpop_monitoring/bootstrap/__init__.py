"""The only place that builds clients and wires them: one module per kind of function, everything built once."""
