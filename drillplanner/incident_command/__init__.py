"""Who does what in a drill: positions of the Incident Command System and the people who fill them.

``year.organize_district.organize_year`` makes the role charts of a year; ``positions.load_catalog.load_catalog``
reads the positions.
"""
