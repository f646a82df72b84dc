"""Answers kept on disk by what was asked, so that a run that stopped goes on and a second one costs nothing.

A file is named by the SHA-256 of text, model and version of the prompt. It holds the answer, which quotes the
report, and what it cost; no key, no address.
"""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reportedly.ids import sha256_hex

FOLDER = "REPORTEDLY_LLM_CACHE"
"""The variable that names the folder."""
MOST = 2_000_000
"""Bytes of a file; a larger one is none of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An answer, and the tokens that the server counted for it; 0 where it counts none."""

    content: str
    prompt_tokens: int = 0
    answer_tokens: int = 0


def folder() -> Path:
    """Where answers are kept: ``REPORTEDLY_LLM_CACHE``, or in the user's folder of caches."""
    if named := os.environ.get(FOLDER):
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "reportedly" / "llm"


class Cache:
    """One folder of answers. What cannot be read or written is as if it were not there."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def key(self, text: str, model: str, version: str) -> str:
        """The name of the file."""
        return sha256_hex("\0".join((version, model, text)).encode("utf-8", "surrogatepass"))

    def get(self, key: str) -> Kept | None:
        """The answer of that name; None where there is none or the file is damaged."""
        try:
            with (self._path / f"{key}.json").open("rb") as file:
                data = json.loads(file.read(MOST))
            content, prompt, answer = data["content"], data["prompt_tokens"], data["answer_tokens"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        if not isinstance(content, str) or not isinstance(prompt, int) or not isinstance(answer, int):
            return None
        return Kept(content=content, prompt_tokens=prompt, answer_tokens=answer)

    def put(self, key: str, kept: Kept) -> None:
        """Write it in one step, readable by this user only."""
        data = {
            "content": kept.content,
            "prompt_tokens": kept.prompt_tokens,
            "answer_tokens": kept.answer_tokens,
        }
        with suppress(OSError):
            self._path.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, written = tempfile.mkstemp(dir=self._path, suffix=".new")
            try:
                with os.fdopen(handle, "w", encoding="ascii") as file:
                    json.dump(data, file)
                Path(written).replace(self._path / f"{key}.json")
            except OSError:
                Path(written).unlink(missing_ok=True)
                raise
