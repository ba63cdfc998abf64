"""Fuzzing of every reader: inputs that grow from night to night, until one is answered with a traceback."""
