"""The forms of a drill's command post: the values of each form, which forms are needed, and the packet of them.

``templates/forms/`` holds the catalogue (a YAML file a form: number, title, blocks) and the drawings (Typst).
"""
