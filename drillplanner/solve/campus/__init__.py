"""One campus, or a few that share agencies, as one model."""
