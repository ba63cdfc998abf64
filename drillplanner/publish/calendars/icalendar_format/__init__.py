"""How a calendar file is written (RFC 5545)."""
