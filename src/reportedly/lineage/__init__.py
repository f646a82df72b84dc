"""How reports depend on one another, so that copies of one story count once.

:func:`derivations` finds copies, rewrites and citations; :func:`roots_of` follows them to the
story each report goes back to. Both give the same answer whatever the order of the reports.
:class:`Archive` places reports that come one at a time among many that came before.
"""

from reportedly.lineage.agencies import load_agencies
from reportedly.lineage.archive import Archive, Placement
from reportedly.lineage.derive import derivations
from reportedly.lineage.roots import Root, roots_of

__all__ = ["Archive", "Placement", "Root", "derivations", "load_agencies", "roots_of"]
