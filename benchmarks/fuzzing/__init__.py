"""Fuzzing of every reader: inputs that grow from run to run, until one is answered with a traceback."""
