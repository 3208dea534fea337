"""The stages that a message goes through before it is told; `pipeline.py` has their order."""
