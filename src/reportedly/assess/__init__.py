"""What can be said of each actor of an incident, and on what: counted and graded, never decided.

:func:`assess` gives one row an actor, by the tables of ``rules.toml`` or a team's own (:func:`load_rules`);
:func:`values_of` gives what is said of everything but the doer.
"""

from reportedly.assess.headlines import headline_flatter
from reportedly.assess.matrix import assess
from reportedly.assess.origins import Origin
from reportedly.assess.rules import Rules, default_rules, load_rules, rules_digest, rules_in_use
from reportedly.assess.standing import NOBODY
from reportedly.assess.values import RoleValues, SaidBy, ValueRow, values_of

__all__ = [
    "NOBODY",
    "Origin",
    "RoleValues",
    "Rules",
    "SaidBy",
    "ValueRow",
    "assess",
    "default_rules",
    "headline_flatter",
    "load_rules",
    "rules_digest",
    "rules_in_use",
    "values_of",
]
