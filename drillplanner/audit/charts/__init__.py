"""The judge of command charts: 85 rules over any chart, packet of forms, and exercise, ours or typed by hand.

It reads a record of what is on paper and the catalog's data, and works out supervisors, spans, and depth itself:
it shares no code with the assignment of posts. ``judge.judge_record`` returns the findings.
"""
