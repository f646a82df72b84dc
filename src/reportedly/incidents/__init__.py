"""Which incidents of different reports are one attack."""

from reportedly.incidents.cluster import MergedIncidents, merge_incidents, merged_again
from reportedly.incidents.traits import looks_of

__all__ = ["MergedIncidents", "looks_of", "merge_incidents", "merged_again"]
