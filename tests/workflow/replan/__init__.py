"""Tests of replanning behind the command line."""
