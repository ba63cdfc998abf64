"""Why a drill has its day, how a duty is met, and why there is no plan: questions about a workspace.

``district.py``   the district, and one duty
``drill.py``      one drill
``standing.py``   what is asked about: the plan that there is, its past, and the ids in it
"""
