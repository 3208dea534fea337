"""`python -m tests.benchmarks [name …]`: prints what ingest and many alerts cost. Nothing here fails on time."""

import sys

from tests.benchmarks import (
    anomalies,
    channel_faults,
    cold_start,
    cold_starts,
    face,
    fault_matrix,
    first_answers,
    forecast,
    handler_time,
    hostile,
    hostile_runtime,
    inbound,
    nab,
    open_alerts,
    query_growth,
    recorder_rate,
)

BENCHMARKS = {
    "handler": handler_time.main,
    "init": cold_start.main,
    "starts": cold_starts.main,
    "answers": first_answers.main,
    "recorder": recorder_rate.main,
    "queries": query_growth.main,
    "alerts": open_alerts.main,
    "anomalies": anomalies.main,
    "face": face.main,
    "forecast": forecast.main,
    "nab": nab.main,
    "fault-matrix": fault_matrix.main,
    "channel-faults": channel_faults.main,
    "hostile": hostile.main,
    "hostile-runtime": hostile_runtime.main,
    "inbound": inbound.main,
}

for name in sys.argv[1:] or BENCHMARKS:
    BENCHMARKS[name]()
