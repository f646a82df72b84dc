"""The gate learns what tells of attacks, from the passage that does; names of one war do not count."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from reportedly.gate import Gate
from reportedly.gate.weights import weights
from training import gate
from training.gate import NONE, Example, fitted, fold_of, seen, set_limit, told_by_several, write

ORDINARY = "the of and to owner shop bread council river market said monday street year house road".split()


def example(number: int, *, attack: bool) -> Example:
    """A report of 150 words; an attack is told in six of them, somewhere."""
    draw = random.Random(number)  # noqa: S311
    words = draw.choices(ORDINARY, k=150)
    if attack:
        at = draw.randrange(140)
        words[at : at + 6] = "gunmen killed four with a bomb".split()
    kind = "news" if not attack else ("corpus", "labels a", "muc4")[number % 3]
    return Example(kind, str(number), seen(" ".join(words)), attack)


EXAMPLES = [example(number, attack=number % 2 == 0) for number in range(120)]


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "LEAST_KINDS", 2)


def test_a_few_words_of_many_are_learnt_and_new_reports_told_apart() -> None:
    learnt = fitted(EXAMPLES)
    attacks = [learnt.best(example(1000 + n, attack=True).words)[0] for n in range(30)]
    others = [learnt.best(example(2000 + n, attack=False).words)[0] for n in range(30)]
    assert min(attacks) > max(others)


def test_the_passage_is_the_one_that_speaks_most() -> None:
    learnt = fitted(EXAMPLES)
    words = seen(" ".join([*ORDINARY * 8, *"gunmen killed four with a bomb".split(), *ORDINARY * 8]))
    odds, passage = learnt.best(words)
    assert len(passage) == gate.WINDOW
    assert seen("gunmen killed")[0, 1] in passage[:, 1]
    assert odds > learnt.best(seen(" ".join(ORDINARY * 8)))[0]


def test_names_of_one_kind_of_text_do_not_count() -> None:
    named = [Example("corpus", str(n), seen("Bragnol attacked"), True) for n in range(30)]
    other = [Example("muc4", str(n), seen("army attacked"), True) for n in range(30)]
    counted = told_by_several([*named, *other])
    assert counted[seen("attacked")[0, 0]]
    assert not counted[seen("Bragnol")[0, 0]]
    assert not counted[NONE]


def test_the_limit_lets_reports_with_claims_pass_and_the_file_holds_what_was_learnt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit, passing = set_limit(EXAMPLES)
    assert passing < 0.1
    monkeypatch.setattr(gate, "OUT", tmp_path)
    write(fitted(EXAMPLES), limit)
    meaning = (tmp_path / "gate.json").read_bytes()
    made = Gate(weights(meaning, (tmp_path / "gate.bin").read_bytes()))
    assert json.loads(meaning)["name"] == gate.NAME
    plain = " ".join(ORDINARY * 8)
    assert made.margin(f"{plain} gunmen killed four with a bomb {plain}") > 0 > made.margin(plain)


def test_texts_of_one_event_are_on_one_side_of_a_fold() -> None:
    pair = [Example("corpus", "market", seen(text), True) for text in ("one", "two")]
    assert len({fold_of(each) for each in pair}) == 1
    assert {fold_of(each) for each in EXAMPLES} == set(range(gate.FOLDS))


def test_an_empty_text_and_a_single_word_have_a_form() -> None:
    assert seen("").shape == (0, 2)
    assert seen("bomb").tolist() == [[seen("bomb car")[0, 0], NONE]]
