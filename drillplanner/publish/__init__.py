"""Everything people use of a plan: calendars, sheets, forms, letters, a report, tables.

:mod:`drillplanner.publish.registry` finds outputs by name and loads only those that are wanted, so importing this
package costs nothing.
"""
