"""Who does what in a drill: the positions of the Incident Command System as data, and the people who fill them.

``organise.organise`` makes the role chart of one drill; ``load_positions.load_positions`` reads the catalogue.
"""
