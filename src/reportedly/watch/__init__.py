"""Watching: feeds are asked again and again, and what they list is fetched and read into a ledger.

Nothing is kept in memory alone. A feed's entries and its next date are written together, a page is marked
as read after its report is stored, and the digest of its text before: whenever the process is killed, the
next one goes on from there, and what was stored and not marked is seen to be there.
"""

from __future__ import annotations

from reportedly.watch.feeds_file import Habits, WatchedFeed, read_feeds_file
from reportedly.watch.health import FeedHealth, MinuteLine, health_of, health_to_json, health_words
from reportedly.watch.rounds import Tally, Watch

__all__ = [
    "FeedHealth",
    "Habits",
    "MinuteLine",
    "Tally",
    "Watch",
    "WatchedFeed",
    "health_of",
    "health_to_json",
    "health_words",
    "read_feeds_file",
]
