"""The providers' sandbox: speaks their wire format, keeps what it got, and injects faults."""
