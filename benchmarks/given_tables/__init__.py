"""Tables as districts give them, and how well they are read."""
