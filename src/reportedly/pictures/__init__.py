"""Pictures of one incident as SVG: who says what of whom, how the blame moved, where reports come from.

Two steps: a view becomes models (``matrix``, ``timeline``, ``lineage_tree``, ``tolls``), which the
terminal page shows as well; models become SVG. :data:`PICTURES` is the table of what can be drawn.
"""

from reportedly.pictures.sheet import PICTURES, Picture, picture, sheet

__all__ = ["PICTURES", "Picture", "picture", "sheet"]
