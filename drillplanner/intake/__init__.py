"""Readers that turn a district's files into the model, and the setup of a first workspace.

The entry points are :func:`drillplanner.intake.workspace.reader.read_workspace` and
:func:`drillplanner.intake.new_workspace.initialize.initialize`; import them from there. This file imports nothing,
so that a command that reads no workspace loads nothing heavy.
"""
