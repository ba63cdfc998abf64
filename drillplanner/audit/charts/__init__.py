"""The judge of command charts: 82 rules over any chart, packet of forms and exercise, ours or typed by hand.

It reads what is on paper (``record``) and the catalogue's data, and works out supervisors, spans and depth itself:
it shares no code with whoever filled the posts. ``judge.judge`` gives the findings.
"""
