"""What can be said of each actor of an incident, and on what: counted and graded, never decided.

:func:`assess` gives one row an actor; :data:`RULES` is the table of grades it goes by.
"""

from reportedly.assess.headlines import headline_flatter
from reportedly.assess.matrix import Origin, assess
from reportedly.assess.rules import NOBODY, RULES

__all__ = ["NOBODY", "RULES", "Origin", "assess", "headline_flatter"]
