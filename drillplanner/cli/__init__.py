"""The command line: one command a file, each a few lines around ``drillplanner.api``."""

from drillplanner.cli.app import main

__all__ = ["main"]
