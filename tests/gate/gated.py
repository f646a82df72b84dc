"""Texts of our own that the gate should tell apart, and gates with weights that are known."""

from __future__ import annotations

from reportedly.gate import Gate
from reportedly.gate.weights import Weights
from reportedly.gate.words import BUCKETS, numbers
from reportedly.ids import content_id, sha256_hex
from reportedly.records import Report

# An attack that never happened.
BLAST = """Car bomb kills four at market in Basra

BASRA, May 6 (Reuters) - A car bomb killed at least four people at a grain market in Basra on Monday.

Two police officers said Islamic State carried out the attack. Hezbollah denied involvement in the attack.
"""
BAKERY = """Bakery opens second shop

The bakery on Mill Street will open a second shop next spring, its owner said on Monday. The new shop will
sell bread and cakes and employ eight people. Turnover rose by a fifth last year after the firm bought an oven
and the owner expects sales to grow further. The council approved the plans for the building last week.
"""
BAECKEREI = """Bäckerei eröffnet zweites Geschäft

Die Bäckerei in der Mühlstraße wird im Frühjahr ein zweites Geschäft eröffnen, sagte die Inhaberin am Montag.
Das neue Geschäft wird Brot und Kuchen verkaufen und acht Menschen beschäftigen. Der Umsatz stieg im letzten
Jahr um ein Fünftel, nachdem der Betrieb einen neuen Ofen gekauft hatte.
"""


def report(text: str) -> Report:
    digest = sha256_hex(text.encode("utf-8", "surrogatepass"))
    return Report(id=content_id("rep", digest), origin="page.txt", sha256=digest, text=text)


def gate_of(weights: dict[str, int], *, window: int = 4, least: int = 5) -> Gate:
    """A gate that knows these words and pairs (``"car bomb"``), each worth so much."""
    values = [0] * BUCKETS
    for words, worth in weights.items():
        alone, pairs = numbers(words.encode().split())
        values[(pairs or alone)[0]] = worth
    return Gate(Weights(name="gate.test", values=values, window=window, unit=0.5, least=least))
