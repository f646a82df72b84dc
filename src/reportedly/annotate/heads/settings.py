"""How scores become claims: numbers that are fitted on reports held out of training."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How scores become probabilities; the model's manifest has the fitted values.

    ``hinted`` is added to the score of the stance that a hint gives, ``unhinted`` to that of no claim where
    hints are given and none is about the pair; ``kept`` is added to the hint's stance once there is a claim
    and the stance is chosen. ``slope``, ``offset`` and ``agreed`` turn the network's own log odds of the
    stance, and whether a hint gives the same, into the odds of the claim being right (Platt 1999).
    """

    at_least: float
    hinted: float = 0.0
    unhinted: float = 0.0
    kept: float = 0.0
    slope: float = 1.0
    offset: float = 0.0
    agreed: float = 0.0

    def confidence(self, probability: float, *, agreed: bool = False) -> float:
        """How probable it is that a claim is right, of whose stance the network alone is this sure."""
        bounded = min(max(probability, 1e-6), 1 - 1e-6)
        odds = self.slope * math.log(bounded / (1 - bounded)) + self.offset + self.agreed * agreed
        return 1 / (1 + math.exp(-odds))
