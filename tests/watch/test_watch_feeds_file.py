"""The file of feeds: what it may say, and that what is wrong in it is told with its place."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from reportedly.errors import UsageError
from reportedly.watch import Habits, read_feeds_file

GOOD = """
[defaults]
every = "30m"
revisit = ["2d", "90s"]

[[feed]]
url = "HTTPS://News.Example/rss#top"

[[feed]]
url = "https://other.example/sitemap.xml"
every = "6h"
newest = "2d"
revisit = []
stale_after = "3d"
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "feeds.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_file_is_read(tmp_path: Path) -> None:
    first, second = read_feeds_file(written(tmp_path, GOOD))
    assert first.address == "https://news.example/rss"
    assert first.habits == Habits(
        every=dt.timedelta(minutes=30), revisit=(dt.timedelta(seconds=90), dt.timedelta(days=2))
    )
    assert second.habits == Habits(
        every=dt.timedelta(hours=6),
        newest=dt.timedelta(days=2),
        revisit=(),
        stale_after=dt.timedelta(days=3),
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no feed"),
        ("feed = 3", "no feed"),
        ("[[feed]]", "feed 1: no url"),
        ("[[feed]]\nurl = 3", "feed 1: no url"),
        ("feeds = []", "'feeds' is not known"),
        ("defaults = 3\n[[feed]]\nurl = 'https://a.example/'", "a table is needed"),
        ("[[feed]]\nurl = 'https://a.example/'\nevry = '1h'", "feed 1: 'evry' is not known"),
        ("[[feed]]\nurl = 'https://a.example/'\nevery = 15", "every = '15': no duration"),
        ("[[feed]]\nurl = 'https://a.example/'\nevery = '10s'", "shorter than 60 seconds"),
        ("[[feed]]\nurl = 'https://a.example/'\nnewest = '999999d'", "longer than ten years"),
        ("[[feed]]\nurl = 'https://a.example/'\nrevisit = '1h'", "revisit is a list"),
        ("[[feed]]\nurl = 'file:///etc/passwd'", "the scheme 'file'"),
        ("[[feed]]\nurl = 'http://2130706433/'", "a number in disguise"),
        (
            "[[feed]]\nurl = 'https://a.example/'\n[[feed]]\nurl = 'https://A.example'",
            "feed 2: .* is there twice",
        ),
        ("[[feed", "no TOML"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        read_feeds_file(written(tmp_path, text))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file"):
        read_feeds_file(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(UsageError, match="no TOML"):
        read_feeds_file(tmp_path / "bad.toml")


def test_the_example_of_the_guide_is_read_and_says_the_defaults(tmp_path: Path) -> None:
    guide = Path(__file__).parents[2] / "docs" / "guide" / "watching.md"
    (example,) = re.findall(r"^```toml\n(.*?)^```$", guide.read_text("utf-8"), re.M | re.S)
    first, second = read_feeds_file(written(tmp_path, example))
    assert first.habits == Habits()
    assert second.habits.every == dt.timedelta(hours=1)
