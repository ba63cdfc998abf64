"""Turns a plan into what people use: calendars, sheets, a report, tables.

One output a module; :mod:`drillplanner.publish.registry` finds them by name and loads only what is asked
for, so importing this package costs nothing.
"""
