"""Where the files of a format go, and what is said where they cannot."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path
from typing import BinaryIO, ClassVar, TextIO

import pytest

from faults.plain import MADE_BY
from reportedly.errors import LedgerFormatError, UsageError
from reportedly.export import EXPORTERS, ExportFile, write_to
from reportedly.export.base import ZIP, library, text_file
from reportedly.export.delivery import zip_into
from reportedly.ledger import export
from reportedly.records import LedgerView
from reportedly.terminal.output import print_export

NOTHING = LedgerView(made_by=MADE_BY)


def bytes_file(name: str, content: bytes) -> ExportFile:
    def write(sink: BinaryIO) -> None:
        sink.write(content)

    return ExportFile(name=name, media_type="application/octet-stream", write=write)


def _words(sink: TextIO) -> None:
    sink.write("é\r\n")


class Pair:
    """Two files that go together, one of text and one of bytes."""

    name: ClassVar[str] = "pair"
    media_type: ClassVar[str] = "application/zip"
    suffix: ClassVar[str] = ZIP

    def files(self, view: LedgerView) -> tuple[ExportFile, ...]:
        return (
            text_file("words.csv", "text/csv", _words),
            bytes_file("raw.bin", b"\x00\xff"),
        )


class Raw:
    """One file of bytes."""

    name: ClassVar[str] = "raw"
    media_type: ClassVar[str] = "application/octet-stream"
    suffix: ClassVar[str] = ".bin"

    def files(self, view: LedgerView) -> tuple[ExportFile, ...]:
        return (bytes_file("raw.bin", b"\x00\xff"),)


class Broken(Pair):
    """As Pair, and the second cannot be written."""

    def files(self, view: LedgerView) -> tuple[ExportFile, ...]:
        def write(sink: BinaryIO) -> None:
            sink.write(b"half")
            raise LedgerFormatError("no")

        first, second = super().files(view)
        return (first, ExportFile(name=second.name, media_type=second.media_type, write=write))


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_several_files_go_into_a_folder_that_is_made(tmp_path: Path) -> None:
    write_to(Pair(), NOTHING, tmp_path / "out")
    assert names(tmp_path / "out") == ["raw.bin", "words.csv"]
    assert (tmp_path / "out/words.csv").read_bytes() == "é\r\n".encode()
    assert (tmp_path / "out/raw.bin").read_bytes() == b"\x00\xff"


def test_a_folder_that_is_there_keeps_its_other_files(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("ours")
    (tmp_path / "raw.bin").write_text("old")
    write_to(Pair(), NOTHING, tmp_path)
    assert names(tmp_path) == ["notes.txt", "raw.bin", "words.csv"]
    assert (tmp_path / "raw.bin").read_bytes() == b"\x00\xff"


@pytest.mark.parametrize("suffix", [".zip", ".ZIP"])
def test_several_files_go_into_one_zip(tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"out{suffix}"
    write_to(Pair(), NOTHING, target)
    with zipfile.ZipFile(target) as archive:
        assert archive.namelist() == ["words.csv", "raw.bin"]
        assert archive.read("words.csv") == "é\r\n".encode()
        assert archive.testzip() is None


def test_a_zip_of_the_same_is_the_same(tmp_path: Path) -> None:
    first, second = io.BytesIO(), io.BytesIO()
    zip_into(Pair().files(NOTHING), first)
    zip_into(Pair().files(NOTHING), second)
    assert first.getvalue() == second.getvalue()


@pytest.mark.parametrize("target", ["out", "out.zip"])
def test_where_one_file_fails_none_is_left(tmp_path: Path, target: str) -> None:
    with pytest.raises(LedgerFormatError):
        write_to(Broken(), NOTHING, tmp_path / target)
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []


def test_where_one_file_fails_what_was_there_stays(tmp_path: Path) -> None:
    (tmp_path / "words.csv").write_text("old")
    with pytest.raises(LedgerFormatError):
        write_to(Broken(), NOTHING, tmp_path)
    assert names(tmp_path) == ["words.csv"]
    assert (tmp_path / "words.csv").read_text() == "old"


@pytest.mark.parametrize("target", ["there.txt", "new.csv", "new.bin"])
def test_several_files_are_no_single_file(tmp_path: Path, target: str) -> None:
    (tmp_path / "there.txt").write_text("")
    with pytest.raises(UsageError, match=r"2 files that go together .*name a folder, or a file that ends in"):
        write_to(Pair(), NOTHING, tmp_path / target)
    assert names(tmp_path) == ["there.txt"]


def test_one_file_goes_under_the_name_given_or_into_a_folder(tmp_path: Path) -> None:
    write_to(EXPORTERS["csv"](), NOTHING, tmp_path / "mine.txt")
    write_to(EXPORTERS["csv"](), NOTHING, tmp_path)
    assert names(tmp_path) == ["claims.csv", "mine.txt"]
    assert (tmp_path / "mine.txt").read_bytes() == (tmp_path / "claims.csv").read_bytes()


def test_one_file_of_bytes_can_be_piped(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    print_export(Raw(), lambda: NOTHING)
    sys.stdout.flush()
    assert capfdbinary.readouterr().out == b"\x00\xff"


def test_a_terminal_gets_no_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    with pytest.raises(UsageError, match="raw is no text; name a file with --output"):
        print_export(Raw(), lambda: NOTHING)


def test_several_files_cannot_be_printed() -> None:
    with pytest.raises(UsageError, match=r"pair is several files .* name a folder or a .zip with --output"):
        print_export(Pair(), lambda: NOTHING)


def test_a_text_format_goes_to_a_text_sink() -> None:
    sink = io.StringIO(newline="")
    export(NOTHING, "csv", sink)
    assert sink.getvalue().startswith('"claim"')


def test_a_library_that_is_missing_is_named_with_its_remedy() -> None:
    with pytest.raises(UsageError, match=r"xyz needs no_such_module, .*pip install 'reportedly\[tables\]'"):
        library("no_such_module.part", needed_by="xyz", extra="tables")


def test_every_format_of_several_files_says_so() -> None:
    for exporter in EXPORTERS.values():
        files = exporter().files(NOTHING)
        assert (len(files) > 1) == (exporter.suffix == ZIP)
        assert len({file.name for file in files}) == len(files)
        assert all("/" not in file.name and "/" in file.media_type for file in files)
        if exporter.suffix != ZIP:
            assert files[0].name.endswith(exporter.suffix)
