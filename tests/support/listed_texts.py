"""Texts in a YAML file, by the rule that finds them or leaves them alone, and files that hold some.

All are checked by one command; what is said of each text is told by its lines.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import yaml

from tests.conftest import ROOT
from tests.support.attached import Once, Problems, checked_once, content_with


class ListedTexts:
    """Those of `tests/check/<name>.yml`, each of them so many words `apart` from the next."""

    def __init__(self, name: str, apart: int) -> None:
        text = (ROOT / f"tests/check/{name}.yml").read_text("utf-8")
        self.name = name
        self.by_rule: dict[str, dict[str, list[str]]] = yaml.load(text, yaml.CSafeLoader)
        self.apart = "\n" + "项目按计划实施，" * apart + "\n"

    def of_kind(self, kind: str) -> list[tuple[str, str]]:
        """Rule and text of those that are `found`, or `quiet`."""
        return [(rule, text) for rule, kinds in self.by_rule.items() for text in kinds[kind]]

    def checked(self, once: Once, files: Mapping[str, Callable[[], bytes]]) -> Problems:
        """What these rules say of `found.txt` and `quiet.txt`, and of the files."""

        def fill(content: Path) -> None:
            texts = {
                f"{kind}.txt": self.apart.join(text for _, text in self.of_kind(kind)).encode()
                for kind in ("found", "quiet")
            }
            content_with(content, {**{name: make() for name, make in files.items()}, **texts})

        return [one for one in checked_once(once, self.name, fill) if one["rule"] in self.by_rule]

    def told(self, problems: Problems) -> Iterator[tuple[str, str, set[str]]]:
        """Rule and text of each to be found, and the rules that found something there."""
        line = 1
        for rule, text in self.of_kind("found"):
            lines = range(line, line + 1 + text.count("\n"))
            yield rule, text, {one["rule"] for one in about_texts(problems) if one["line"] in lines}
            line = lines.stop + self.apart.count("\n") - 1


def about_texts(problems: Problems, kind: str = "found") -> Problems:
    """The problems of the texts of a kind."""
    return [one for one in problems if one["path"].endswith(f"/{kind}.txt")]
