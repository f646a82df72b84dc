"""Who says what in a sentence: reporting cues with their speaker and their content."""

from __future__ import annotations

from dataclasses import dataclass

from reportedly.annotate.rules.phrases import (
    AUXILIARIES,
    TIME_WORDS,
    Sentence,
    before_auxiliaries,
    extend_right,
    subject_of,
)
from reportedly.annotate.rules.vocabulary import lemma, phrases, words
from reportedly.language.speakers import speaker_nouns

Range = tuple[int, int]
"""Token indices of a sentence, end exclusive."""

_SPEECH_KINDS = ("say", "believe", "suspect", "deny", "accuse", "condemn", "hail", "claim", "other")
_KIND_OF = {verb: kind for kind in reversed(_SPEECH_KINDS) for verb in words("reporting", kind)}
"""A verb that stands in several lists is of the kind that comes first."""
_LINKS = tuple((kind, phrase) for kind in ("according", "citing") for phrase in phrases(kind))
_LINKING = frozenset(phrase[0] for _, phrase in _LINKS)
_AFTER_CUE = words("attribution", "after_cue")
_NO_CUE_BEFORE = frozenset({"DT", "PRP$", "JJ", "POS", "IN", "CD"})
_TOLD = frozenset({"tell", "inform", "remind", "assure"})
_STRONG = words("attribution", "strong")
"""Verbs that hardly ever have a subject that cannot speak."""
_CANNOT_SPEAK = words("attribution", "cannot_speak")
_CLAIM_OBJECTS = frozenset("life lives responsibility credit".split())


@dataclass(frozen=True, slots=True)
class Said:
    """One reporting cue of a sentence. ``kind`` is its list in the vocabulary, or according / citing."""

    sentence: int
    kind: str
    lemma: str
    cue: Range
    source: Range | None
    content: Range | None
    negated: bool = False
    told: Range | None = None
    """Who was told: an outlet here is a relay ('told Reuters')."""

    def governs(self, i: int) -> bool:
        """Whether token ``i`` lies in the content."""
        return self.content is not None and self.content[0] <= i < self.content[1]

    @property
    def reach(self) -> int:
        """Length of the content in tokens; the smallest that holds a word governs it."""
        return self.content[1] - self.content[0] if self.content else 0


def find_said(sentence: Sentence) -> tuple[Said, ...]:
    """All reporting cues of a sentence, from left to right."""
    found = [said for i in range(len(sentence.tokens)) for said in _at(sentence, i)]
    if sentence.in_headline:
        found.extend(_of_headline(sentence))
    whole = [s for s in found if not any(o is not s and o.cue[0] <= s.cue[0] < o.cue[1] for o in found)]
    return tuple(sorted(whole, key=lambda said: said.cue))


def _of_headline(sentence: Sentence) -> list[Said]:
    """'Police: gunmen burned school', 'Gunmen burned school - police': a mark that stands for 'said'."""
    size = len(sentence.tokens)
    for k in range(1, size - 1):
        if sentence.lower(k) not in (":", "-", "–", "—", "_", "--"):
            continue
        for source, content in (((0, k), (k + 1, size)), ((k + 1, size), (0, k))):
            phrase = sentence.phrase_at(source[0])
            whole = phrase is not None and phrase.start == source[0] and source[1] - source[0] <= 5
            if whole and content[1] - content[0] > 2 and can_speak(sentence, source):
                return [Said(sentence.index, "say", ":", (k, k + 1), source, content)]
    return []


def _at(sentence: Sentence, i: int) -> list[Said]:
    linked = _linked(sentence, i) or _quoted_as(sentence, i)
    if linked:
        return [linked]
    kind = _kind(sentence, i)
    return [_spoken(sentence, i, kind)] if kind else []


def _kind(sentence: Sentence, i: int) -> str | None:
    token = sentence.tokens[i]
    base = lemma(token.lower)
    kind = _KIND_OF.get(base)
    if kind is None or not (token.is_verb or _headline_verb(sentence, i)):
        return None
    if (
        token.tag in ("VB", "VBP")
        and sentence.tag(i - 1) in _NO_CUE_BEFORE
        and sentence.lower(i + 1) != "that"
    ):
        return None
    if base == "blame" and sentence.lower(i - 1) == "to" and sentence.lower(i - 2) in AUXILIARIES:
        return None
    if base == "call" and sentence.lower(i + 1) in ("for", "on", "off", "in", "itself", "themselves"):
        return None
    if base == "claim" and _CLAIM_OBJECTS & set(sentence.lowers(i + 1, i + 4)):
        return None
    if token.tag == "VBN" and _is_attributive(sentence, i):
        return None
    return kind


def _headline_verb(sentence: Sentence, i: int) -> bool:
    return sentence.in_headline and sentence.lower(i).endswith("s") and sentence.phrase_at(i - 1) is not None


def _is_attributive(sentence: Sentence, i: int) -> bool:
    """'An alleged attack': a participle inside a noun phrase is no cue."""
    phrase = sentence.phrase_at(i)
    return phrase is not None and phrase.head > i


def _linked(sentence: Sentence, i: int) -> Said | None:
    if sentence.lower(i) not in _LINKING:
        return None
    for kind, phrase in _LINKS:
        if sentence.lowers(i, i + len(phrase)) == phrase:
            return _link(sentence, kind, (i, i + len(phrase)))
    return None


def _quoted_as(sentence: Sentence, i: int) -> Said | None:
    """'The agency quoted a source as saying …', also with what was said in front, also in the passive."""
    if lemma(sentence.lower(i)) not in ("quote", "cite") or not sentence.tokens[i].is_verb:
        return None
    end = next(
        (k for k in range(i + 1, min(len(sentence.tokens), i + 20)) if sentence.lower(k) == "as"), None
    )
    if end is None or lemma(sentence.lower(end + 1)) not in ("say", "tell", "report", "confirm", "state"):
        return None
    speaker = sentence.phrase_at(i + 1)
    source = (i + 1, end) if speaker and speaker.start == i + 1 else subject_of(sentence, i)
    if source is None:
        return None
    _, after = _after(sentence, end + 1, None, "say")
    content = (after, _content_end(sentence, after)) if _has_body(sentence, after) else (0, min(i, source[0]))
    relay = subject_of(sentence, i) if source[0] > i else None
    return Said(
        sentence.index,
        "say",
        "say",
        (i, end + 2),
        source,
        content if content[0] < content[1] else None,
        told=relay,
    )


def _link(sentence: Sentence, kind: str, cue: Range) -> Said | None:
    speaker = sentence.phrase_at(cue[1])
    if speaker is None or speaker.start != cue[1]:
        return None
    if not can_speak(sentence, (speaker.start, speaker.end), strong=True):
        return None
    end = extend_right(sentence, speaker)
    while sentence.lower(end) in ("and", "or") and sentence.phrase_at(end + 1):
        joined = sentence.phrase_at(end + 1)
        if joined is None or joined.start != end + 1 or _starts_clause(sentence, joined.end):
            break
        end = extend_right(sentence, joined)
    content = (_clause_start(sentence, cue[0]), cue[0])
    if content[1] - content[0] < 3 or (kind == "citing" and _only_reports(sentence, content, end)):
        content = (end + (sentence.lower(end) in (",", ":")), len(sentence.tokens))
    return Said(sentence.index, kind, kind, cue, (cue[1], end), content if content[1] > content[0] else None)


def _only_reports(sentence: Sentence, left: Range, end: int) -> bool:
    """'Reuters reported on Monday, citing officials, that …': what is said comes after."""
    verbs = [i for i in range(*left) if sentence.tokens[i].is_verb]
    reports = bool(verbs) and all(lemma(sentence.lower(i)) in words("reporting", "say") for i in verbs)
    return reports and len(sentence.tokens) - end > 4


def _starts_clause(sentence: Sentence, i: int) -> bool:
    return sentence.tag(i).startswith("VB") or sentence.tag(i) == "MD"


def _clause_start(sentence: Sentence, at: int) -> int:
    """Where the clause that ends before ``at`` begins: after the last ';' or ', but' to its left."""
    for k in range(at - 1, 0, -1):
        if sentence.lower(k) == ";" or (sentence.lower(k) in ("but", "while", "whereas") and at - k > 6):
            return k + 1
    return 0


def _spoken(sentence: Sentence, i: int, kind: str) -> Said:
    left = before_auxiliaries(sentence, i)
    negated = any(
        w in ("not", "never", "neither", "nor") or w.endswith("n't") for w in sentence.lowers(left + 1, i)
    )
    negated = negated or (sentence.lower(left) == "to" and sentence.lower(left - 1) == "unable")
    passive = _is_passive(sentence, i)
    negated = negated or bool({"neither", "nor"} & set(sentence.lowers(i - 2, i)))
    plain = lemma(sentence.lower(i)) in _TOLD or sentence.tag(i) == "VBG"
    inverted = None if plain else _inverted(sentence, i)
    if (
        sentence.lower(left) == "to"
        and sentence.lower(left - 1) in ("on", "out")
        and sentence.tag(left - 2).startswith("VB")
    ):
        left -= 1
    governed = sentence.tag(left - 1).startswith("VB") or sentence.lower(left - 1) in ("unable", "able")
    verb = left - 1 if sentence.lower(left) == "to" and governed else i
    source = (i + 1, inverted) if inverted else subject_of(sentence, verb)
    if passive:
        source = _by_agent(sentence, i)
    elif (
        sentence.tag(i) == "VBG" or (source is None and sentence.lower(left) in ("and", "but"))
    ) and not inverted:
        source = _of_main_verb(sentence, i)
    elif source and not can_speak(sentence, source, strong=lemma(sentence.lower(i)) in _STRONG):
        source = None
    told, after = _after(sentence, i, inverted, kind)
    content: Range | None = (after, _content_end(sentence, after))
    if inverted or not _has_body(sentence, after) or _only_circumstance(sentence, after, source):
        content = (
            _clause_start(sentence, source[0] if source else i),
            (source[0] if source and not inverted else i),
        )
        content = content if content[1] - content[0] >= 2 else None
    elif source and sentence.lower(source[0] - 1) == "," and sentence.lower(i + 1) == ",":
        content = (0, _content_end(sentence, i))
    return Said(
        sentence.index,
        kind,
        lemma(sentence.lower(i)),
        (i, i + 1),
        source,
        content,
        negated=negated,
        told=told,
    )


def _of_main_verb(sentence: Sentence, i: int) -> Range | None:
    """'…, blaming the rebels': who speaks is the subject of the verb before."""
    for j in range(i - 1, max(-1, i - 40), -1):
        if sentence.tag(j) in ("VBD", "VBZ", "VBP") and sentence.lower(j) not in AUXILIARIES:
            found = subject_of(sentence, j)
            if found and can_speak(sentence, found):
                return found
    ahead = next(
        (j for j in range(i + 1, len(sentence.tokens)) if sentence.tag(j) in ("VBD", "VBZ", "VBP")), None
    )
    found = subject_of(sentence, ahead) if ahead is not None and i == 0 else None
    return found if found and can_speak(sentence, found) else None


def can_speak(sentence: Sentence, found: Range, *, strong: bool = False) -> bool:
    """Whether the phrase can be a speaker: a name, a pronoun, or a noun of people and papers.

    After a ``strong`` verb whatever is not plainly speechless can.
    """
    phrase = sentence.phrase_at(found[0])
    if phrase is None:
        return False
    head = sentence.tokens[phrase.head]
    if head.lower in _CANNOT_SPEAK or head.lower in words("nouns", "attack"):
        return False
    if strong and head.is_noun:
        return True
    speaks = speaker_nouns() | words("nouns", "doer")
    return (
        head.tag in ("NNP", "PRP")
        or head.lower in speaks
        or sentence.actor_in(phrase.start, phrase.end) is not None
        or (head.tag in ("CD", "DT") and head.lower not in ("that", "this", "those"))
    )


def _is_passive(sentence: Sentence, i: int) -> bool:
    reduced = sentence.lower(i + 1) == "to" and sentence.lower(i + 2) in ("have", "be")
    if sentence.tag(i) != "VBN" and not reduced:
        return False
    left = before_auxiliaries(sentence, i)
    helpers = sentence.lowers(left + 1, i)
    if any(w in ("is", "are", "was", "were", "been", "being", "be") for w in helpers):
        return True
    return sentence.lower(i + 1) in ("by", "to") and not any(w in ("has", "have", "had") for w in helpers)


def _by_agent(sentence: Sentence, i: int) -> Range | None:
    for k in range(i + 1, min(len(sentence.tokens), i + 8)):
        if sentence.lower(k) == "by":
            phrase = sentence.phrase_at(k + 1)
            return (phrase.start, extend_right(sentence, phrase)) if phrase else None
        if sentence.lower(k) in (",", ";", "that"):
            return None
    return None


def _inverted(sentence: Sentence, i: int) -> int | None:
    """End of the speaker that follows the cue ('…," said the minister'), None where none does."""
    phrase = sentence.phrase_at(i + 1)
    if phrase is None or phrase.start != i + 1 or i == 0:
        return None
    after_quote = sentence.lower(i - 1) != "," and lemma(sentence.lower(i)) in ("say", "add")
    if not can_speak(sentence, (i + 1, phrase.end), strong=after_quote) or _after_relative(sentence, i):
        return None
    end = extend_right(sentence, phrase)
    if sentence.lower(i - 1) not in (",", '"', "”", "''", "’", "'", "?", "!"):
        says = lemma(sentence.lower(i)) in ("say", "add", "report")
        closes = says and (end == len(sentence.tokens) or sentence.tag(end) in (".", "WDT", "WP"))
        return (
            end
            if closes and i > 5 and can_speak(sentence, (i + 1, end)) and sentence.tag(i + 1) != "PRP"
            else None
        )
    if _starts_clause(sentence, end) and sentence.lower(i - 1) == ",":
        return None
    return end


def _after_relative(sentence: Sentence, i: int) -> bool:
    """'Officials, who spoke on Monday, said': the comma ends a relative clause, the speaker stood before."""
    if sentence.lower(i - 1) != ",":
        return False
    opening = next((k for k in range(i - 2, max(-1, i - 26), -1) if sentence.lower(k) == ","), None)
    return opening is not None and sentence.tag(opening + 1) in ("WP", "WDT")


def _after(sentence: Sentence, i: int, inverted: int | None, kind: str) -> tuple[Range | None, int]:
    """Who was told, and where the content begins."""
    at = inverted or i + 1
    told: Range | None = None
    if lemma(sentence.lower(i)) in _TOLD:
        phrase = sentence.phrase_at(at)
        if phrase and phrase.start == at:
            told, at = (phrase.start, phrase.end), extend_right(sentence, phrase)
    while at < len(sentence.tokens) and (
        sentence.lower(at) in ("that", ":", ",", '"', "“", "``", "'", "‘")
        or sentence.lower(at) in TIME_WORDS
        or (sentence.lower(at) in ("on", "late", "earlier") and sentence.lower(at + 1) in TIME_WORDS)
        or sentence.lowers(at, at + 3) in (("in", "a", "statement"), ("in", "its", "statement"))
    ):
        at += 3 if sentence.lower(at) == "in" else 1
    that = next((k for k in range(at, at + 6) if sentence.lower(k) == "that"), None)
    if (
        that is not None
        and sentence.lower(at) in _CIRCUMSTANCE
        and not any(t.is_verb for t in sentence.tokens[at:that])
    ):
        at = that + 1
    return told, at


def _has_body(sentence: Sentence, at: int) -> bool:
    rest = sentence.tokens[at:]
    return sum(token.is_word for token in rest) >= 3 and any(token.is_verb or token.is_noun for token in rest)


_CIRCUMSTANCE = words("attribution", "circumstance")


def _only_circumstance(sentence: Sentence, at: int, source: Range | None) -> bool:
    """'…, the army said in its daily round-up': what follows the cue tells only where it was said."""
    if source is None or sentence.lower(at) not in _CIRCUMSTANCE or "that" in sentence.lowers(at, at + 9):
        return False
    said_before = any(sentence.tag(k) in ("VBD", "VBZ", "VBN", "VBP") for k in range(source[0]))
    finite_after = any(
        sentence.tag(k) in ("VBD", "VBZ", "VBP", "MD") and not sentence.phrase_at(k)
        for k in range(at, len(sentence.tokens))
    )
    return said_before and source[0] > 4 and not (finite_after and sentence.lower(at) not in ("in", "on"))


def _content_end(sentence: Sentence, start: int) -> int:
    """The end of the sentence, its closing marks left out."""
    end = len(sentence.tokens)
    while end > start + 1 and not sentence.tokens[end - 1].is_word:
        end -= 1
    return end
