"""The plan as tables for a spreadsheet."""
