"""The easiest drill of a type first: drills of one school trade their variants where that costs nothing."""
