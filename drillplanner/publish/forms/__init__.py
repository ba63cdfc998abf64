"""The forms of a drill's command post: what each says (a frozen value), which are needed, and the packet of them.

``templates/forms/`` holds the catalogue (a YAML file a form: number, title, blocks) and the drawings (Typst).
"""
