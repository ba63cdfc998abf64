"""Whole years of a coordinator, day by day: plan, record, close, move by hand, update; and check each step.

``python -m benchmarks.simulated_years --years 100`` prints what happened and every breach, with the seed that
makes the year again.
"""
