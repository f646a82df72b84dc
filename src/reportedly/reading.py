"""Report by report: annotated, then built into claims; what fails on one report costs no other."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from reportedly.annotations import Annotation, Annotator, WorksAhead
from reportedly.errors import AnswerError
from reportedly.records import Reading, Reason, Report, Skipped, Stage

T = TypeVar("T")
U = TypeVar("U")

BEGUN = 3
"""Items beyond the one in hand on which an annotator may have begun: enough that two threads never wait."""


def one_by_one(items: Iterable[Report | T], annotator: Annotator) -> Iterator[Reading | Skipped | T]:
    """Read each report in this process; what is no report passes through, all in order.

    An annotator that :class:`~reportedly.annotations.WorksAhead` has begun on the next items meanwhile.
    """
    ahead = BEGUN if isinstance(annotator, WorksAhead) else 0
    waiting: deque[_Begun | Skipped | T] = deque()
    for item in items:
        waiting.append(_begun(item, annotator) if isinstance(item, Report) else item)
        if len(waiting) > ahead:
            yield _finished(waiting.popleft())
    while waiting:
        yield _finished(waiting.popleft())


def accounted(items: Iterable[T], by: Callable[[Iterable[T]], Iterator[U]]) -> Iterator[U]:
    """Read items by ``by``, and see at the end of the run that each that was seen became one thing.

    Raises:
        RuntimeError: an input was lost, or counted twice.
    """
    seen = told = 0

    def counted() -> Iterator[T]:
        nonlocal seen
        for item in items:
            seen += 1
            yield item

    for outcome in by(counted()):
        told += 1
        yield outcome
    if told != seen:
        raise RuntimeError(f"{seen} inputs were seen and {told} are accounted for")


def reading_of(report: Report, annotator: Annotator) -> Reading | Skipped:
    """What one report says; a stage that fails on it costs this report and no other."""
    return _finished(_begun(report, annotator))


@dataclass(frozen=True, slots=True)
class _Begun:
    """A report, and the call that gives its annotation."""

    report: Report
    annotation: Callable[[], Annotation]


def _begun(report: Report, annotator: Annotator) -> _Begun | Skipped:
    try:
        if isinstance(annotator, WorksAhead):
            return _Begun(report, annotator.begin(report))
    except Exception as error:  # as broad as in _finished, and for the same reason
        return _failed(report, Stage.ANNOTATE, error)
    return _Begun(report, lambda: _annotation(annotator, report))


def _annotation(annotator: Annotator, report: Report) -> Annotation:
    (annotation,) = annotator.annotate([report])
    return annotation


def _finished(item: _Begun | T) -> Reading | Skipped | T:
    if not isinstance(item, _Begun):
        return item
    from reportedly.claims import build_reading

    stage = Stage.ANNOTATE
    try:
        annotation = item.annotation()
        stage = Stage.CLAIMS
        return build_reading(item.report, annotation)
    # Broad on purpose: a bug that one page in 100,000 sets off must not lose the other 99,999. The row tells.
    except Exception as error:
        return _failed(item.report, stage, error)


def _failed(report: Report, stage: Stage, error: Exception) -> Skipped:
    detail = f"{type(error).__name__}: {error}"
    reason = Reason.MALFORMED if isinstance(error, AnswerError) else Reason.FAILED
    return Skipped(origin=report.origin, stage=stage, reason=reason, detail=detail)
