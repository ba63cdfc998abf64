"""Explanations: why there is no plan, what would restore one, and what another day for a drill would cost.

Nothing here guesses. What is said to be necessary was taken away and the rest solved again; what is said to help
was tried.

``case.py``          campuses with everything that binds them, any part of which can be taken away
``suspects.py``      what can be taken away: duties (``duties.py``) and facts (``facts.py``, ``*_facts.py``,
                     ``room.py``)
``irreducible.py``   from all suspects to those that are necessary
``many_a_day.py``    a campus with several drills a day, to see whether one a day is to blame
``conflicts.py``     the conflicts of a campus; ``sharing.py``: of campuses that share agencies
``shortage.py``      visits counted against days; ``counted.py``: where there are too many campuses to solve as one
``change.py``        a change that may end a conflict; ``ladders.py``, ``*_ladders.py``: which there are, from
                     little to much
``relaxing.py``      changes that restore a plan, tried from the smallest on
``room_words.py``    what there is to meet a duty with; ``telling.py``: a whole conflict in sentences
``district.py``      whether a district can be planned, and where it is tight
``drill_days.py``    everything on a drill's days; ``day_reasons.py``: what rules some out before any search,
                     ``other_days.py``: the searches that price the others
"""
