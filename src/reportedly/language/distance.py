"""How far two places lie apart."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from reportedly.records import Place

_EARTH_RADIUS_KM = 6371.0


def kilometres(a: Place, b: Place) -> float | None:
    """Great-circle distance (haversine), None without coordinates."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return None
    lat1, lat2 = radians(a.latitude), radians(b.latitude)
    half = sin((lat2 - lat1) / 2) ** 2
    half += cos(lat1) * cos(lat2) * sin(radians(b.longitude - a.longitude) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * asin(sqrt(min(1.0, half)))
