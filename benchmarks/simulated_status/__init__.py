"""Years of records, day by day: the status of each duty against an oracle that judges the log outright.

``python -m benchmarks.simulated_status --histories 300`` prints what happened, what was checked, and every
disagreement with the seed that lives the history again.
"""
