"""Imported for what it imports, in INIT, by whoever asks AWS in every run.

INIT has a whole processor, a run of 512 MB a third of one: what is imported there is waited for three times as long.
"""

import boto3
import botocore.config

__all__ = ["boto3", "botocore"]
