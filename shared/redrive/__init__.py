"""Sending what consumers put aside back to its queue, on AWS as on the local stack."""
