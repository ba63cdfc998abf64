"""Explanations: why no plan exists, which changes restore one, and what another day for a drill costs.

Nothing is guessed. A cause is named after it was removed and the rest solved again. A change is offered after it
was tried.
"""
