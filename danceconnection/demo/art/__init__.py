"""Pictures and sounds of the demo, made by code: no file and no font comes from elsewhere.

The pictures look like prints from a few stencils: flat inks that darken where they overlap, and
grain instead of smooth shadows. ``gallery.PICTURES`` names them all.
"""
