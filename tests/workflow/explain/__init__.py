"""Tests of the answers of drillplanner explain behind the command line."""
