"""Explanations: why there is no plan, what would restore one, and what another day for a drill would cost.

Nothing here guesses. What is said to be necessary was taken away and the rest solved again; what is said to help
was tried.

``case.py``          campuses with everything that binds them, any part of which can be taken away
``suspects.py``      what can be taken away: duties (``duties.py``) and facts (``facts*.py``)
``irreducible.py``   from all suspects to those that are necessary
``conflicts.py``     the conflicts of a campus; ``sharing.py``: of campuses that share agencies
``relaxing.py``      changes that restore a plan, tried from the smallest on
``telling.py``       all of it in sentences
``other_days.py``    a drill on every other day
"""
