"""Good practice beyond the letter of the law: what a careful coordinator does by default."""
