"""In how many reports of the corpus each word stands: `python -m training.words` writes the table.

It tells words that any report has from those that only reports of one matter share, and is the same in every
archive: counted over the archive at hand, what two pages are to each other would change with each new page.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from corpus.load import load
from reportedly.language.rarity import TABLE, words_of
from training import sets

LEAST = 5
"""Words of fewer reports are names and slips; the table has the rest."""
FOLDER = Path(__file__).resolve().parent.parent / "src/reportedly/language"


def main() -> int:
    """Count and write; the corpus's test part is left out."""
    texts = [report.text for part in ("train", "dev") for report in load(part)]
    texts += [document.text for document in sets.corpus_more()]
    (FOLDER / TABLE).write_text(table(texts), "utf-8")
    return 0


def table(texts: list[str]) -> str:
    """The table's text: the number of texts, then each word and how many of them have it.

    >>> print(table(["a mill burns"] * 5 + ["a bridge"]))
    6
    a	6
    burns	5
    mill	5
    <BLANKLINE>
    """
    found = Counter(word for text in texts for word in set(words_of(text)))
    kept = sorted(((word, count) for word, count in found.items() if count >= LEAST))
    kept.sort(key=lambda each: -each[1])
    return "\n".join([str(len(texts)), *(f"{word}\t{count}" for word, count in kept)]) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
