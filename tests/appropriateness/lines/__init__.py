"""Tests of the reading of a scenario's own lines."""
