"""The command line: one command a file, each a few lines around ``drillplanner.planning``."""

from drillplanner.cli.app import main

__all__ = ["main"]
