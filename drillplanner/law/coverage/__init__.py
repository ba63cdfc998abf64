"""How complete the packs are: what is held of each topic of drill law, and what is missing."""
