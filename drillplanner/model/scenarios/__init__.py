"""Scenarios: scripts, facts for developmental rules, texts by grade, and the wording of drill types."""
