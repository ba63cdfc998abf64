"""What is not known, said before anything else: one module for each source of caveats."""
