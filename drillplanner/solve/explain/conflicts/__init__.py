"""Minimal conflicts: duties and facts that make a plan impossible together, none of them superfluous."""
