"""Written reports of attributed responsibility, coded by the guide; see FORMAT.md and README.md."""

import sys
from importlib.util import find_spec
from pathlib import Path

# The corpus is used from a clone; whoever only wants the texts need not install the program first.
if find_spec("reportedly") is None:
    sys.path.append(str(Path(__file__).resolve().parent.parent / "src"))
