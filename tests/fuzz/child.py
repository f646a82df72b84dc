"""One process of trials, started and watched by ``fuzz.harness``: a line of JSON for each.

python -m fuzz.child MODULE:FUNCTION FIRST COUNT [ARGUMENT ...]
"""

from __future__ import annotations

import faulthandler
import importlib
import json
import os
import resource
import sys
import time
import traceback

MEMORY = 4_000_000_000
"""Bytes of address space: a trial that takes more fails by itself, and the machine goes on."""


def main(named: str, first: int, count: int, arguments: list[str]) -> None:
    """Try each number, and tell what came of it."""
    faulthandler.enable()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    # What the program prints by mistake must not be taken for a line of ours.
    lines = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    module, _, function = named.partition(":")
    trial = getattr(importlib.import_module(module), function)
    lines.write('{"ready": true}\n')
    lines.flush()
    for number in range(first, first + count):
        began = time.perf_counter()
        said, fault = "fault", None
        try:
            said = trial(number, *arguments)
        except Exception:  # whatever it is, it is what is looked for
            fault = traceback.format_exc(limit=-6)[-3_000:]
        seconds = round(time.perf_counter() - began, 3)
        lines.write(json.dumps({"number": number, "said": said, "seconds": seconds, "fault": fault}) + "\n")
        lines.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
