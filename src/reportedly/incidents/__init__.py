"""Which incidents of different reports are one attack.

:func:`merge_incidents` groups them; :func:`summarise` names an attack in a line.
"""

from reportedly.incidents.cluster import MergedIncidents, merge_incidents
from reportedly.incidents.summary import summarise

__all__ = ["MergedIncidents", "merge_incidents", "summarise"]
