"""How reports depend on one another, so that copies of one story count once.

:func:`derivations` finds copies, rewrites and citations; :func:`roots_of` follows them to the
story each report goes back to. Both give the same answer whatever the order of the reports.
"""

from reportedly.lineage.derive import derivations
from reportedly.lineage.roots import Root, roots_of

__all__ = ["Root", "derivations", "roots_of"]
