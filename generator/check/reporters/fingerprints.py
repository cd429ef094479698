"""Fingerprints of problems, the same from one check to the next."""

import re
from collections import Counter
from hashlib import sha256

from generator.model.problems import Problem

_LINE_NUMBER = re.compile(r"第 \d+ 行")


class Fingerprints:
    """Fingerprints of the problems of one check, asked for in their order."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, problem: Problem) -> str:
        """SHA-256 in hex, the same on whatever line the problem is; a second equal one differs."""
        message = _LINE_NUMBER.sub("第 行", problem.message)
        what = "\0".join((problem.path, problem.rule, message))
        self._seen[what] += 1
        return sha256(f"{what}\0{self._seen[what]}".encode(errors="surrogatepass")).hexdigest()
