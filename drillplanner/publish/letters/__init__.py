"""The letters to families and the briefings of staff that the plan owes around its drills, ready to be copied."""
