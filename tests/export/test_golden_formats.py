"""The exports of the bundled examples are what they were: see ``golden_formats.py`` to renew them."""

import pytest

from export.golden_formats import FILES, FOLDER, shown
from reportedly.export import EXPORTERS


@pytest.mark.parametrize("name", FILES)
def test_an_export_is_what_it_was(name: str) -> None:
    assert shown(name) == (FOLDER / FILES[name]).read_text("utf-8")


def test_the_files_are_those_of_formats() -> None:
    assert set(FILES) <= set(EXPORTERS)
    assert {path.name for path in FOLDER.iterdir()} == {*FILES.values(), "ledger.json"}
