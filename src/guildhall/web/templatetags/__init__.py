"""The small marks of the interface, as template tags.

Owns: the HTML and SVG of everything that appears in rows by the hundred (icons, arches, pills,
bars, charts). Does not own: the components with slots (templates/cotton) or any page.
"""
