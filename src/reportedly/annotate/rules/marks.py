"""Putting together what one report says: doings under cues, and stances stated outright.

For every attack with a doer the innermost cue that governs it gives the speaker; where no cue does, the
report speaks. A doer that speaks of itself admits, a negated doing denies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportedly.annotate.rules.attacks import Doing, find_doings
from reportedly.annotate.rules.attribution import Said, find_said
from reportedly.annotate.rules.confidence import OF_STANCE
from reportedly.annotate.rules.naming import Actors, Named, key_of
from reportedly.annotate.rules.phrases import Sentence, parse
from reportedly.annotate.rules.speakers import Speakers, apart
from reportedly.annotate.rules.stated import Stated, find_stated
from reportedly.annotate.rules.vocabulary import words
from reportedly.annotations import Filler
from reportedly.language.datelines import without_dateline
from reportedly.language.media import media_name
from reportedly.language.quotes import DirectQuote
from reportedly.language.sentences import split_sentences
from reportedly.records import Certainty, Report, Span, Stance

Range = tuple[int, int]

_GOVERNING = frozenset({"say", "believe", "suspect", "according", "citing", "condemn", "hail", "claim"})
_OWN_SIDE_ROLES = frozenset({"official", "military", "security", "armed_group"})
_NOT_OWN_SIDE = words("marks", "not_own_side")
_OWN_WORDS = words("marks", "own_words")
_FORCES = frozenset("army troops military navy soldiers units airforce air".split())
_LONG_QUOTE = 25
"""Characters; shorter quotations are mostly single words in scare quotes."""
_QUOTE_GAP = 120
"""Characters between two quotations of one speaker: room for '," said somebody with a title.'."""
_RANK = {Certainty.CERTAIN: 2, Certainty.PROBABLE: 1, Certainty.POSSIBLE: 0}


@dataclass(frozen=True, slots=True)
class Mark:
    """A claim before it has an incident: who, by whom, how; spans are into the report's text."""

    sentence: int
    trigger: Span
    actor: Named | None
    stance: Stance
    certainty: Certainty | None
    speaker: int | None
    source: Span | None
    cue: Span | None
    content: Span | None
    joint: tuple[int, int] | None
    in_headline: bool
    confidence: float
    supporter: bool = False


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rules found in a sentence before anything is resolved."""

    sentence: Sentence
    said: tuple[Said, ...]
    doings: tuple[Doing, ...]
    stated: tuple[Stated, ...]


def find(sentence: Sentence) -> Findings:
    """Cues, attacks and stated stances of one sentence."""
    said = find_said(sentence)
    doings = find_doings(sentence)
    return Findings(sentence, said, doings, find_stated(sentence, said, doings))


def find_all(report: Report) -> list[Findings]:
    """The findings of every sentence of a report that has words, in order."""
    sentences = (
        parse(
            report.text,
            without_dateline(report.text, span),
            index=index,
            in_headline=span.end <= report.headline_end,
        )
        for index, span in enumerate(split_sentences(report.text))
    )
    return [find(sentence) for sentence in sentences if sentence.tokens]


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks at a place of a sentence; no speaker is the report's own voice."""

    speaker: int | None
    source: Span | None
    cue: Span | None
    content: Span | None
    certainty: Certainty | None


class Reader:
    """Reads the findings of one report from its first sentence to its last."""

    def __init__(self, report: Report, quotes: Sequence[DirectQuote]) -> None:
        """Begin a report; ``quotes`` are its direct quotations."""
        self._text = report.text
        self._quotes = quotes
        self.speakers = Speakers(report.text)
        self.actors = Actors(report.text)
        self._quoted: dict[int, tuple[int, Span]] = {}
        """Speaker and source span of each direct quotation, by its index, once a cue gave them."""

    def marks(self, findings: Sequence[Findings]) -> tuple[Mark, ...]:
        """The claims of all sentences, in order."""
        self.actors.survey([found.sentence for found in findings])
        for found in findings:
            self._note_quotes(found)
        return tuple(mark for found in findings for mark in self._sentence(found))

    def voice(self, found: Findings, token: int) -> Voice:
        """Who speaks at token ``token``, and how surely."""
        governor = self._governor(found, token)
        number, source, quoted = self._voice(found, governor, token)

        def cut(r: Range | None) -> Span | None:
            return found.sentence.cut(*r, self._text) if r else None

        if number is None:
            return Voice(None, None, None, None, _least(Certainty.CERTAIN, governor))
        return Voice(
            number,
            cut(source) or quoted,
            cut(governor.cue) if governor else None,
            cut(governor.content) if governor else None,
            _least(Certainty.CERTAIN, governor),
        )

    def _note_quotes(self, found: Findings) -> None:
        for said in found.said:
            if said.source is None:
                continue
            numbers = [self.speakers.add(found.sentence, one) for one in apart(found.sentence, said.source)]
            number = numbers[0]
            if number is None:
                continue
            for each in numbers:
                self._relay(found.sentence, said, each)
            source = found.sentence.cut(*said.source, self._text)
            for k, quote in enumerate(self._quotes):
                if quote.span.overlaps(found.sentence.span) and not quote.span.contains(source):
                    self._quoted.setdefault(k, (number, source))

    def _relay(self, sentence: Sentence, said: Said, number: int | None) -> None:
        if said.told is None or number is None:
            return
        outlet = media_name(sentence.cut(*said.told, self._text).text)
        if outlet:
            self.speakers.relay(number, outlet)

    def _sentence(self, found: Findings) -> Iterator[Mark]:
        self.actors.note(found.sentence)
        taken: list[Range] = []
        for stated in found.stated:
            for source in self._sources(found, stated.source):
                mark = self._of_stated(found, replace(stated, source=source))
                if mark:
                    taken.append(stated.actor or (stated.trigger, stated.trigger + 1))
                    yield mark
        for doing in found.doings:
            if not any(_touch(doing.actor, actor) for actor in taken if doing.actor) and not _answered(
                found, doing
            ):
                governor = self._governor(found, _place_of(doing))
                for source in self._sources(found, governor.source if governor else None):
                    mark = self._of_doing(
                        found, doing, replace(governor, source=source) if governor else None
                    )
                    if mark:
                        yield mark

    @staticmethod
    def _sources(found: Findings, source: Range | None) -> tuple[Range | None, ...]:
        return apart(found.sentence, source) if source else (None,)

    # A stance that the construction states --------------------------------------------------------

    def _of_stated(self, found: Findings, stated: Stated) -> Mark | None:
        sentence = found.sentence
        number = self.speakers.add(sentence, stated.source) if stated.source else None
        speaking = self.speaker_actor(number)
        actor = self.actors.of(sentence, stated.actor, fallback=speaking) if stated.actor else None
        if stated.actor and actor is None:
            return None
        source, cue = stated.source, stated.cue
        if number is None and stated.source is None:
            outer = self._governor(found, stated.trigger, exclude=stated.cue)
            number, source, _ = self._voice(found, outer, stated.trigger)
        return self._mark(
            found,
            stated.trigger,
            actor,
            stated.stance,
            stated.certainty,
            number,
            source,
            cue,
            stated.content,
            stated.joint,
        )

    # An attack with a doer ------------------------------------------------------------------------

    def _of_doing(self, found: Findings, doing: Doing, governor: Said | None) -> Mark | None:
        sentence = found.sentence
        number, source, quoted = self._voice(found, governor, doing.trigger)
        speaking = self.speaker_actor(number)
        if doing.actor is None:
            return None
        own_words = sentence.lower(doing.actor[0]) in _OWN_WORDS
        actor = self.actors.of(sentence, doing.actor, fallback=speaking if own_words else None)
        if (
            actor is None
            or (own_words and actor.lone)
            or (number is None and sentence.lower(doing.actor[0]) == "it")
        ):
            return None
        stance, certainty = Stance.ALLEGES, _least(doing.certainty, governor)
        if number is not None and self._own_side(number, actor, own_words):
            stance = Stance.ADMITS
        if doing.negated:
            if number is None:
                return None
            stance = Stance.DENIES
        cue = governor.cue if governor else None
        content = governor.content if governor else None
        mark = self._mark(
            found, doing.trigger, actor, stance, certainty, number, source, cue, content, doing.joint
        )
        mark = replace(mark, supporter=doing.supporter)
        return replace(mark, source=quoted) if source is None and quoted else mark

    def _governor(self, found: Findings, trigger: int, exclude: Range | None = None) -> Said | None:
        governing = [
            s
            for s in found.said
            if s.kind in _GOVERNING
            and s.governs(trigger)
            and s.cue != exclude
            and not (s.cue[0] <= trigger < s.cue[1])
        ]
        with_source = [s for s in governing if s.source is not None]
        return min(with_source or governing, key=_depth, default=None)

    def _voice(
        self, found: Findings, governor: Said | None, trigger: int
    ) -> tuple[int | None, Range | None, Span | None]:
        """Speaker number, source tokens of this sentence, or the source's span where it stands elsewhere."""
        if governor is not None and governor.source is not None:
            one = apart(found.sentence, governor.source)[0]
            return self.speakers.add(found.sentence, one), one, None
        if governor is None:
            at = found.sentence.tokens[trigger].start
            for k, quote in enumerate(self._quotes):
                if quote.span.start <= at < quote.span.end and len(quote.span.text) > _LONG_QUOTE:
                    spoken = self._quoted.get(k) or self._goes_on(k)
                    if spoken:
                        return spoken[0], None, spoken[1]
        return None, None, None

    def _goes_on(self, k: int) -> tuple[int, Span] | None:
        """Who speaks in a quotation without a cue: whoever spoke in the one that ends close before it."""
        before = self._quotes[k - 1].span if k else None
        if before is None or self._quotes[k].span.start - before.end > _QUOTE_GAP:
            return None
        return self._quoted.get(k - 1)

    def speaker_actor(self, number: int | None) -> Named | None:
        """The speaker as an actor, for 'it', 'its fighters', 'we' in its own words."""
        if number is None:
            return None
        hit, label = self.speakers.actor(number), self.speakers.label(number)
        if hit:
            return Named(Filler(span=label, name=hit.actor.name, id=hit.actor.id), hit.actor.id, False, hit)
        roles = self.speakers.roles(number)
        if not roles or roles & _OWN_SIDE_ROLES:
            key = key_of(label.text.lower().split())
            return Named(Filler(span=label, name=label.text), key, False, None)
        return None

    def _own_side(self, number: int, actor: Named, own_words: bool) -> bool:
        """Whether the speaker is the doer or speaks for its side (coding guide, `admits`)."""
        roles = self.speakers.roles(number)
        hit = self.speakers.actor(number)
        if roles & _NOT_OWN_SIDE and not roles & {"armed_group", "military"}:
            return False
        if own_words and not roles and hit is None:
            return True
        if own_words:
            return bool(roles & {"military", "armed_group", "security"}) or (
                hit is not None and "police" not in roles
            )
        if hit is None and "military" in roles and _FORCES & set(actor.filler.span.text.lower().split()):
            return True
        if hit is None or actor.hit is None or hit.actor.id != actor.hit.actor.id:
            return False
        bare_state = hit.form in ("name", "capital") and not roles
        return bool(roles & _OWN_SIDE_ROLES) or bare_state or hit.actor.kind != "state"

    def _mark(
        self,
        found: Findings,
        trigger: int,
        actor: Named | None,
        stance: Stance,
        certainty: Certainty | None,
        number: int | None,
        source: Range | None,
        cue: Range | None,
        content: Range | None,
        joint: int | None,
    ) -> Mark:
        sentence = found.sentence
        if stance in (Stance.UNCONFIRMED, Stance.NO_CLAIM):
            certainty = None
        else:
            certainty = certainty or Certainty.CERTAIN

        def cut(r: Range | None) -> Span | None:
            return sentence.cut(*r, self._text) if r else None

        return Mark(
            sentence.index,
            sentence.cut(trigger, trigger + 1, self._text),
            actor,
            stance,
            certainty,
            number,
            cut(source) if number is not None else None,
            cut(cue),
            cut(content) or sentence.span,
            (sentence.index, joint) if joint is not None else None,
            sentence.in_headline,
            OF_STANCE[stance],
        )


def _depth(said: Said) -> tuple[int, int, bool]:
    """Sorts the innermost cue first: whose content begins last, then whose is shortest."""
    return (-(said.content[0] if said.content else 0), said.reach, said.kind != "citing")


def _place_of(doing: Doing) -> int:
    """Where the blame stands: at the doer where it follows its deed ('… which police said was done by X')."""
    return doing.actor[0] if doing.actor and doing.actor[0] > doing.trigger else doing.trigger


def _answered(found: Findings, doing: Doing) -> bool:
    """Whether a denial or a 'could not confirm' of the sentence is about this very attack."""
    return any(
        s.stance in (Stance.DENIES, Stance.UNCONFIRMED)
        and s.content is not None
        and s.content[0] <= doing.trigger < min(s.content[1], s.limit)
        for s in found.stated
    )


def _touch(a: Range | None, b: Range) -> bool:
    return a is not None and a[0] < b[1] and b[0] < a[1]


def _least(certainty: Certainty, governor: Said | None) -> Certainty:
    if governor is None:
        return certainty
    by_kind = {"suspect": Certainty.POSSIBLE, "believe": Certainty.PROBABLE}.get(
        governor.kind, Certainty.CERTAIN
    )
    return min(certainty, by_kind, key=_RANK.__getitem__)
