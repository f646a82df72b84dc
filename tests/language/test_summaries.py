import pytest

from reportedly.language.summaries import summarise
from reportedly.records import IncidentType


@pytest.mark.parametrize("kind", list(IncidentType))
def test_every_kind_has_a_line(kind: IncidentType) -> None:
    line = summarise(kind, target=None, place=None, attempt=False)
    assert line[0].isupper()
    assert "_" not in line
    assert summarise(kind, target=None, place=None, attempt=True).startswith("Attempted ")


@pytest.mark.parametrize(
    ("kind", "target", "place", "attempt", "line"),
    [
        (IncidentType.ASSASSINATION, "the mayor", "Lima", True, "Attempted assassination of the mayor, Lima"),
        (IncidentType.BOMBING, "a bank in Bilbao", "Bilbao", False, "Bombing of a bank in Bilbao"),
        (IncidentType.ARMED_ASSAULT, "a convoy", None, False, "Armed assault on a convoy"),
        (IncidentType.SHELLING, "Goma", "GOMA", False, "Shelling of Goma"),
        (IncidentType.AIR_OR_DRONE_STRIKE, None, "Idlib", False, "Air or drone strike, Idlib"),
        (IncidentType.UNKNOWN, "the post", "Kidal", False, "Attack on the post, Kidal"),
    ],
)
def test_what_was_done_to_whom_and_where(
    kind: IncidentType, target: str | None, place: str | None, attempt: bool, line: str
) -> None:
    assert summarise(kind, target=target, place=place, attempt=attempt) == line
