"""``llm.v1``: a language model says who says what of whom; what its quotes do not carry is refused.

It is asked once a report, with that report and no other, without tools. Names, days, places, tolls and which
claims are of one attack are settled by the code that the other readers use.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial

from reportedly.annotate.llm.anchor import anchored
from reportedly.annotate.llm.cache import Cache, folder
from reportedly.annotate.llm.form import Answer, answer_in
from reportedly.annotate.llm.prompt import VERSION, lines_of, messages
from reportedly.annotate.llm.server import KEY, Asking
from reportedly.annotate.marking import Marks
from reportedly.annotate.rules.grouping import group
from reportedly.annotate.rules.marks import Reader, find_all
from reportedly.annotate.rules.told import Told
from reportedly.annotations import Annotation, Refused, Server, Spent
from reportedly.errors import AnswerError, ServerError, UsageError
from reportedly.language.quotes import direct_quotes
from reportedly.records import Reason, Report

URL, MODEL = "REPORTEDLY_LLM_URL", "REPORTEDLY_LLM_MODEL"
"""The variables that name server and model where no option does."""
MOST_CHARS = 60_000
"""Of a report that is sent: some 15,000 tokens. In parts it is never sent: each would lack the others."""


class LlmAnnotator:
    """Reads each report by itself. Of one text, model and prompt it has one answer, which it keeps."""

    name = "llm.v1"

    def __init__(self, server: Server, asking: Asking, cache: Cache) -> None:
        """Take a server, what asks it, and where answers are kept."""
        self.language_model = server.model
        self.model: str | None = server.model
        self._asking, self._cache = asking, cache
        self._lock = threading.Lock()
        self._spent = Spent()

    @property
    def spent(self) -> Spent:
        """What was asked so far."""
        return self._spent

    def annotate(self, reports: Sequence[Report]) -> tuple[Annotation, ...]:
        """One annotation a report, in order.

        Raises:
            AnswerError: of a report no answer could be used.
            ServerError: there was none, or a report is too long to ask for.
        """
        return tuple(self._annotated(report, self._answer(report)) for report in reports)

    def begin(self, report: Report) -> Callable[[], Annotation]:
        """Ask beside other work from now on; the call that comes back annotates the report."""
        waiting: Future[Answer] = Future()
        # A thread of its own and no pool: the program must not wait at its end for an answer nobody wants.
        threading.Thread(target=self._ask_into, args=(waiting, report), daemon=True).start()
        return partial(self._when_there, report, waiting)

    def _ask_into(self, waiting: Future[Answer], report: Report) -> None:
        try:
            waiting.set_result(self._answer(report))
        except Exception as error:  # of whatever kind: it is raised where the answer is waited for
            waiting.set_exception(error)

    def _when_there(self, report: Report, waiting: Future[Answer]) -> Annotation:
        return self._annotated(report, waiting.result())

    def _answer(self, report: Report) -> Answer:
        if len(report.text) > MOST_CHARS:
            raise ServerError(
                f"the report has {len(report.text):,} characters; up to {MOST_CHARS:,} are sent"
            )
        key = self._cache.key(report.text, self.language_model, VERSION)
        if kept := self._cache.get(key):
            try:
                answer = answer_in(kept.content)
            except AnswerError:
                pass
            else:
                self._spend(Spent(cached=1))
                return answer
        begun = time.monotonic()
        kept, answer = self._asking.ask(messages(lines_of(report.text)), answer_in)
        self._cache.put(key, kept)
        self._spend(
            Spent(
                asked=1,
                prompt_tokens=kept.prompt_tokens,
                answer_tokens=kept.answer_tokens,
                seconds=time.monotonic() - begun,
            )
        )
        return answer

    def _spend(self, more: Spent) -> None:
        with self._lock:
            now = self._spent
            self._spent = Spent(
                asked=now.asked + more.asked,
                cached=now.cached + more.cached,
                prompt_tokens=now.prompt_tokens + more.prompt_tokens,
                answer_tokens=now.answer_tokens + more.answer_tokens,
                seconds=now.seconds + more.seconds,
            )

    def _annotated(self, report: Report, answer: Answer) -> Annotation:
        lines = lines_of(report.text)
        found = anchored(report.text, lines, answer, name=self.name)
        findings = find_all(report)
        reader = Reader(report, direct_quotes(report.text))
        # The rules' own claims are left aside; what they learn of quotations and names is used.
        reader.marks(findings)
        maker = Marks(report.text, findings, reader, (), found.antecedents)
        made = list(maker.of(found.claims))
        nobody = sum(mark is None for mark in made)
        attacks, marks = group(
            report, findings, [each for each in made if each is not None], reader, Told(found.details)
        )
        return Annotation(
            attacks=attacks,
            speakers=tuple(maker.known(n, each) for n, each in enumerate(reader.speakers.done())),
            marks=marks,
            refused=(*found.refused, *(_of_nobody(self.name, n, nobody) for n in range(1, nobody + 1))),
        )


def _of_nobody(name: str, number: int, of: int) -> Refused:
    why = "its actor or speaker is a pronoun that stands for nobody in the report"
    return Refused(Reason.UNLAWFUL, f"{name}, {number} of {of} that name nobody: {why}")


def llm_reader(server: Server | None) -> LlmAnnotator:
    """The reader that asks a server, the one named or that of the environment.

    Raises:
        UsageError: none is named, or its address cannot be used.
    """
    if server is None:
        url, model = os.environ.get(URL), os.environ.get(MODEL)
        if not url or not model:
            raise UsageError(
                "which language model? name its server with --base-url URL and it with --model NAME, "
                f"or in {URL} and {MODEL}"
            )
        server = Server(base_url=url, model=model)
    return LlmAnnotator(server, Asking(server, key=os.environ.get(KEY)), Cache(folder()))
