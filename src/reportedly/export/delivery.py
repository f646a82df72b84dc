"""Where the files of a format go: one file, a folder, or a zip; each is there only once all are whole."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from reportedly.errors import UsageError
from reportedly.export.base import ZIP, Exporter, ExportFile
from reportedly.records import LedgerView

_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip can hold: the same ledger gives the same bytes whenever it is written."""


def write_to(exporter: Exporter, view: LedgerView, path: Path) -> None:
    """Write a view to ``path``: a zip where it ends in ``.zip``, a folder where it is one, else the one file.

    A format of several files makes the folder where there is none. Files of other names in the folder stay.

    Raises:
        UsageError: the format has several files and the path is that of one, or a library is missing.
        LedgerFormatError: the format cannot hold a text or number of the view; then nothing is written.
        OSError: the path cannot be written.
    """
    files = exporter.files(view)
    if path.suffix.lower() == ZIP:
        _write_whole({path: lambda sink: zip_into(files, sink)})
    elif path.is_dir() or exporter.suffix == ZIP:
        _check_folder(exporter, files, path)
        path.mkdir(exist_ok=True)
        _write_whole({path / file.name: file.write for file in files})
    else:
        _write_whole({path: files[0].write})


def zip_into(files: Sequence[ExportFile], sink: BinaryIO) -> None:
    """Write files as one zip, whose bytes depend on nothing but the files."""
    with zipfile.ZipFile(sink, "w") as archive:
        for file in files:
            entry = zipfile.ZipInfo(file.name, date_time=_ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w", force_zip64=True) as part:
                file.write(part)  # type: ignore[arg-type]  # a writable binary stream, typed as IO[bytes]


def _check_folder(exporter: Exporter, files: Sequence[ExportFile], path: Path) -> None:
    if path.is_dir():
        return
    if path.exists() or path.suffix in {Path(file.name).suffix for file in files}:
        names = ", ".join(file.name for file in files)
        raise UsageError(
            f"{path}: {exporter.name} is {len(files)} files that go together ({names}); "
            "name a folder, or a file that ends in .zip"
        )


def _write_whole(wanted: dict[Path, Callable[[BinaryIO], None]]) -> None:
    """Write all files beside their places first, and put them there when none has failed."""
    with _beside(wanted) as partial:
        for path, write in wanted.items():
            with partial[path].open("wb") as sink:
                write(sink)
        for path, written in partial.items():
            written.replace(path)


@contextmanager
def _beside(paths: dict[Path, Callable[[BinaryIO], None]]) -> Iterator[dict[Path, Path]]:
    partial = {path: path.with_name(f".{path.name}.{os.getpid()}.partial") for path in paths}
    try:
        yield partial
    finally:
        for each in partial.values():
            each.unlink(missing_ok=True)
