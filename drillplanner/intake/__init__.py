"""Files to model: reading a district's workspace, and making a first one.

The doors are :func:`drillplanner.intake.workspace.reader.read_workspace` and
:func:`drillplanner.intake.new_workspace.initialize.initialise`; import them from there. This file stays empty of
imports, so that nothing heavy is loaded for a command that reads no workspace.
"""
