"""Which incidents of different reports are one attack."""

from reportedly.incidents.cluster import MergedIncidents, merge_incidents

__all__ = ["MergedIncidents", "merge_incidents"]
