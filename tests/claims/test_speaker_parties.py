"""Where each speaker stands towards the incident."""

import pytest
from made import annotation, mark, report_of, source_of, span

from reportedly.annotations import Filler
from reportedly.claims import build_reading
from reportedly.claims.parties import actor_ids, party_of
from reportedly.claims.sources import own_voice
from reportedly.records import ClaimRole, Party

NOT_YET = pytest.mark.xfail(strict=True, raises=AssertionError, reason="right, and not read yet")
HAMAS, IRAN, ISRAEL = "actor:hamas", "country:IR", "country:IL"


@pytest.mark.parametrize(
    ("description", "party"),
    [
        ("Tehran", Party.ACCUSED),
        ("Iran", Party.ACCUSED),
        ("an Iranian official", Party.ACCUSED),
        ("Iran's foreign ministry", Party.ACCUSED),
        ("Hamas", Party.ACCUSED),
        ("a Hamas commander", Party.ACCUSED),
        ("an Israeli official", Party.VICTIM),
        ("the Israeli army", Party.VICTIM),
        ("survivors", Party.VICTIM),
        ("his widow", Party.VICTIM),
        ("a Turkish official", Party.THIRD),
        ("Ankara", Party.THIRD),
        ("Reuters", Party.THIRD),
        ("Human Rights Watch", Party.THIRD),
        ("a western diplomat", Party.THIRD),
        ("an analyst", Party.THIRD),
        ("a court in Lima", Party.THIRD),
        ("a source", Party.UNKNOWN),
        ("residents", Party.UNKNOWN),
        ("an Iranian analyst", Party.THIRD),
        ("an Israeli newspaper", Party.THIRD),
    ],
)
def test_the_party_of_a_speaker(description: str, party: Party) -> None:
    assert party_of(source_of(description), {HAMAS, IRAN}, {ISRAEL}) is party


def test_the_report_is_a_third_party() -> None:
    assert party_of(own_voice(report_of("Nine died.")), {IRAN}, {ISRAEL}) is Party.THIRD


@pytest.mark.parametrize(
    ("text", "ids"),
    [("Iranian agents", {IRAN}), ("Hamas and Israel", {HAMAS, ISRAEL}), ("gunmen", set()), ("", set())],
)
def test_actors_in_words(text: str, ids: set[str]) -> None:
    assert actor_ids(text) == ids


def test_parties_follow_from_the_claims() -> None:
    report = report_of(
        "Iran denied the attack on an Israeli ship, which Israel blamed on Iran. Ankara said Iran did it."
    )
    reading = build_reading(
        report,
        annotation(
            report,
            mark(report, "Iran", speaker=0),
            mark(report, "Iran", speaker=1),
            mark(report, "Iran", speaker=2),
            mark(
                report,
                None,
                role=ClaimRole.TARGET,
                filler=Filler(span=span(report, "Israeli ship")),
                speaker=1,
            ),
            speakers=("Iran", "Israel", "Ankara"),
        ),
    )
    parties = {source.label: source.party for source in reading.sources}
    assert parties == {"Iran": Party.ACCUSED, "Israel": Party.VICTIM, "Ankara": Party.THIRD}
