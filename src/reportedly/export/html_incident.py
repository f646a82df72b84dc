"""One attack as a section of the HTML page: sentences, speakers, pictures, and the words they stand on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from reportedly.export.account import STATED, Line, Note, Party, Sentence, account, parties, teller, values
from reportedly.export.brief import Notes, printed
from reportedly.export.markup import Markup, joined, linked, tag
from reportedly.export.wording import passage
from reportedly.pictures.case import Case
from reportedly.pictures.matrix import STANCES, Mark
from reportedly.pictures.sheet import PICTURES, Picture
from reportedly.pictures.signs import SIGNS, marked
from reportedly.pictures.svg import Panel, document, number
from reportedly.records import Assessment, Certainty, Claim, ClaimRole, Evidence, Report, Span, Stance
from reportedly.terminal import words
from reportedly.terminal.safe import spelled, visible

DRAWN = 860.0
"""What pictures are laid out for: wide enough for their rows, narrow enough to be read on upright A4."""
FURTHER = (
    ClaimRole.TARGET,
    ClaimRole.VICTIM,
    ClaimRole.PLACE,
    ClaimRole.TIME,
    ClaimRole.WEAPON_ORIGIN,
    ClaimRole.ATTACK_TYPE,
)
"""What the sentences above leave out; with them every claim that stands has a note."""
PARTS = {
    "source": "who says it",
    "cue": "the words that attribute",
    "content": "what is said",
    "value": "the value",
}


def incident_section(case: Case, first: int) -> tuple[Markup, int]:
    """The section of an attack, its notes numbered from ``first``, and how many notes it has."""
    notes, incident = Notes(first), case.incident
    told = [
        tag("h2", words.incident_words(incident)),
        _facts(case),
        *(tag("p", _paragraph(each, notes), class_="account") for each in account(case)),
        _speakers(case, notes),
        _further(case, notes),
        # Of an attack told in passing there is too little for pictures.
        *([] if incident.background else _pictures(case)),
    ]
    section = tag("section", *told, _words(case, notes), id=incident.id, class_="incident")
    return section, len(notes)


def legend() -> Markup:
    """What the signs and the marks in the quotes mean, and what is counted once."""
    signs = (tag("li", _sign(_plain(stance)), SIGNS[stance].word) for stance in STANCES)
    marks = (tag("li", tag("span", told, class_=f"q {part}")) for part, told in PARTS.items())
    return tag(
        "div",
        tag("ul", signs, class_="signs"),
        tag("ul", marks, class_="marks"),
        tag(
            "p",
            "An origin, or root, is where reporting began: copies and rewrites of one story count once, "
            "and so does one speaker whom many reports quote. Numbers lead to the words.",
        ),
        class_="legend",
        role="note",
    )


def _facts(case: Case) -> Markup:
    place, days = case.incident.place, case.incident.date
    facts = [visible(place.name)] if place else []
    facts += [words.date_words(days)] if days else []
    facts += ["told in passing"] if case.incident.background else []
    return tag("p", " · ".join([*facts, case.incident.id]), class_="facts")


def _paragraph(sentences: Iterable[Sentence], notes: Notes) -> Markup:
    return joined(*(joined(_told(sentence, notes), " ") for sentence in sentences))


def _told(sentence: Sentence, notes: Notes) -> Markup:
    return joined(*(joined(said.text, _numbers(said.notes, notes)) for said in sentence))


def _numbers(told: Iterable[Note], notes: Notes) -> Markup:
    runs = list(_runs([notes.number(note) for note in told]))
    shown = [joined(run, "," if at < len(runs) else "") for at, run in enumerate(runs, start=1)]
    return tag("sup", *shown, class_="notes") if shown else joined()


def _runs(numbers: Sequence[int]) -> Iterator[Markup]:
    """Links to notes; of three or more that follow each other only the ends are shown."""
    run: list[int] = []
    for each in [*numbers, -1]:
        if run and each != run[-1] + 1:
            links = [tag("a", str(number), href=f"#n{number}") for number in run]
            yield from links if len(run) < 3 else [joined(links[0], "–", links[-1])]
            run = []
        run.append(each)


def _speakers(case: Case, notes: Notes) -> Markup:
    told = parties(case)
    if not told:
        return joined()
    return joined(tag("h3", "Actor by actor"), *(_actor(each, notes) for each in told))


def _actor(party: Party, notes: Notes) -> Markup:
    grade = party.graded
    head = [tag("h4", party.name), tag("span", grade.grade, class_="grade") if grade else ""]
    return tag(
        "article",
        tag("header", *head),
        *(_reasons(grade) if grade else ()),
        tag("ul", _lines(party, notes), class_="lines"),
        class_="actor described" if party.described else "actor",
    )


def _reasons(grade: Assessment) -> Iterator[Markup]:
    """How many speak over how many origins, why the grade is what it is, and what others would call it."""
    counts, told = grade.counts, list[str]()
    if counts and counts.roots_saying:
        named = [f"{counts.named} named"] if counts.named else []
        unnamed = [f"{counts.unnamed} unnamed"] if counts.unnamed else []
        saying = words.listed([*named, *unnamed]) or "reports in their own voice"
        over = words.plural(counts.roots_saying, "independent origin")
        told.append(f"alleged or claimed by {saying} over {over}")
    if counts and counts.roots_denying:
        told.append(f"denied over {words.plural(counts.roots_denying, 'independent origin')}")
    if told:
        yield tag("p", f"{'; '.join(told).capitalize()}.", class_="counts")
    verdict = visible(grade.verdict).removeprefix(f"{visible(grade.grade)}: ")
    # Who says what stands in the lines below.
    more = [visible(each) for each in grade.reasons if not each.startswith(_TOLD_BELOW)]
    more = [each for each in more if each not in verdict]
    more += [f"{visible(each)}, by the actor list" for each in grade.relations]
    told = [each for each in (verdict, *more) if each]
    if told:
        yield tag("p", tag("span", "Why: ", class_="label"), f"{'; '.join(told)}.", class_="why")
    suggested = []
    if grade.airwars_grade_suggested:
        suggested.append(f"Airwars {grade.airwars_grade_suggested}")
    if grade.admiralty_credibility_suggested:
        suggested.append(f"Admiralty credibility {grade.admiralty_credibility_suggested}")
    if suggested:
        label = tag("span", "Suggested, for a person to set: ", class_="label")
        yield tag("p", label, f"{', '.join(suggested)}.", class_="why")


_TOLD_BELOW = ("alleged by ", "claimed by ", "denied by ", "could not be confirmed by ")


def _lines(party: Party, notes: Notes) -> Iterator[Markup]:
    """One a stance, with all who take it."""
    grouped: dict[tuple[Stance, bool], list[Line]] = {}
    for line in party.lines:
        grouped.setdefault((line.stance, line.supporter), []).append(line)
    for lines in grouped.values():
        shown = [joined(_teller(each, notes), "; ") for each in lines[:-1]]
        yield tag(
            "li",
            _sign(_mark(lines)),
            tag("span", f"{STATED[lines[0].stance]} ", class_="stance"),
            tag("span", *shown, _teller(lines[-1], notes), class_="teller"),
        )


def _teller(line: Line, notes: Notes) -> Markup:
    hedge = f", as {line.certainty}" if line.certainty in (Certainty.PROBABLE, Certainty.POSSIBLE) else ""
    backer = ", as backer" if line.supporter else ""
    return joined(f"{line.teller}{hedge}{backer}", _numbers([line.note], notes))


def _mark(lines: Sequence[Line]) -> Mark:
    """The sign of a stance as sure as the surest takes it."""
    surest = min(lines, key=lambda line: _SUREST.index(line.certainty))
    return replace(
        _plain(surest.stance),
        certainty=surest.certainty,
        supporter=surest.supporter,
        headline=all(line.headline for line in lines),
    )


_SUREST = (Certainty.CERTAIN, None, Certainty.PROBABLE, Certainty.POSSIBLE)


def _plain(stance: Stance) -> Mark:
    return Mark(
        stance=stance,
        certainty=Certainty.CERTAIN,
        words=SIGNS[stance].word,
        supporter=False,
        headline=False,
        taken_back=False,
        claims=(),
    )


def _sign(mark: Mark) -> Markup:
    """A sign in a line of text; its word stands beside it, so that it is hidden from screen readers."""
    drawn = marked(mark, 12, 11, size=14)
    return Markup(
        '<svg class="sign" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" '
        f'font-family="Helvetica, Arial, sans-serif">{drawn}</svg>'
    )


def _further(case: Case, notes: Notes) -> Markup:
    rows = []
    for role in FURTHER:
        given = values(case, role)
        if given:
            cell = [joined(said.text, _numbers(said.notes, notes), "; ") for said in given[:-1]]
            last = given[-1]
            cell.append(joined(last.text, _numbers(last.notes, notes)))
            rows.append(tag("tr", tag("th", words.ROLES[role].capitalize(), scope="row"), tag("td", *cell)))
    if not rows:
        return joined()
    return joined(tag("h3", "What else is said"), tag("table", tag("tbody", rows), class_="further"))


def _pictures(case: Case) -> Iterator[Markup]:
    for name, each in PICTURES.items():
        yield _figure(case, name, each)


def _figure(case: Case, name: str, drawn: Picture) -> Markup:
    panel = drawn.draw(case, DRAWN)
    width = number(panel.width + 4)
    picture = Markup(document(_framed(panel), title=drawn.heading, told=drawn.told(case), margin=2).strip())
    return tag(
        "figure",
        tag("figcaption", drawn.heading),
        tag("div", picture, class_="scroll", tabindex="0", role="group", aria_label=drawn.heading),
        class_=f"picture {name}",
        style=f"--drawn: {width}px",
    )


def _framed(panel: Panel) -> Panel:
    return Panel(width=max(panel.width, DRAWN), height=panel.height, body=panel.body)


def _words(case: Case, notes: Notes) -> Markup:
    """Every note: the sentence in the report with its parts marked, who says it, where and when."""
    items = (_note(case, note, number) for number, note in notes)
    return joined(tag("h3", "The words"), tag("ol", items, class_="words"))


def _note(case: Case, note: Note, number: int) -> Markup:
    first = note[0]
    report = case.report(first)
    also = list(dict.fromkeys(printed(case, claim) for claim in note[1:] if claim.report != report.id))
    where = joined(linked(printed(case, first), report.url), f"; also {'; '.join(also)}" if also else "", ".")
    sure = f"{first.id} · read with {first.confidence:.0%} confidence"
    sure += f" · {first.reviewed} by a person" if first.reviewed else ""
    return tag(
        "li",
        tag("span", str(number), class_="number"),
        tag("blockquote", _marked_words(report, first)),
        tag("p", tag("b", teller(case, first)), " — ", where, class_="where"),
        tag("p", sure, class_="id"),
        id=f"n{number}",
    )


def _marked_words(report: Report, claim: Claim) -> Markup:
    shown = [_marked_span(report.text, span, claim.evidence) for span in passage(report.text, claim)]
    gaps = [joined(" … ", each) if at else each for at, each in enumerate(shown)]
    return joined("“", *gaps, "”")


def _marked_span(text: str, whole: Span, evidence: Evidence) -> Markup:
    """A span of the text, cut where a part of the evidence begins or ends; each piece bears its parts."""
    parts = [(part, span) for part in PARTS for span in getattr(evidence, part) if span.overlaps(whole)]
    edges = {whole.start, whole.end, *(edge for _, s in parts for edge in (s.start, s.end))}
    cuts = sorted(edge for edge in edges if whole.start <= edge <= whole.end)
    pieces = []
    for start, end in pairwise(cuts):
        within = [part for part, span in parts if span.start <= start and end <= span.end]
        shown = spelled(text[start:end])
        pieces.append(tag("span", shown, class_=" ".join(["q", *within])) if within else joined(shown))
    return joined(*pieces)
