"""Claims: what each source of a report says of each attack, with verified evidence."""

from reportedly.claims.build import build_reading

__all__ = ["build_reading"]
