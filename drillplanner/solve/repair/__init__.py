"""Replan with as few moved drills as possible."""
