"""Which form each made-up project is reported in, in the proportions of what counties publish.

About half of the reports are tables of the central form; the others are those of provinces,
narratives, transfers, evaluations by the finance bureau. A project keeps its form over the years.
"""

import random
from collections.abc import Iterator
from typing import NamedTuple

from generator.demo.phrases import DEPARTMENTS

_TRANSFER, _TRANSFER_BEFORE_2022 = "zhuanyi-zhifu-2022", "zhuanyi-zhifu-2018"
_CENTRAL, _IN_YUAN = "zhongyang-2020", "yunnan-gongkai14"
_YUNNAN, _YUNNAN_2021 = "xiangmu-ziping-yunnan", "xiangmu-ziping-yunnan-2021"


BY_FINANCE = ("xiangmu-pingjia",)  # evaluations of the finance bureau, of a department
WITH_TABLE = ("xiangmu-ziping",)  # does not ask for a table, but counties print one with it


class Card(NamedTuple):
    """How a project is reported; `form` is "" where only the outline is named."""

    form: str
    outline: str = ""
    has_projects: bool = False
    has_years: bool = False

    @property
    def unit(self) -> str | None:
        """The unit of the form, where it prints one."""
        return "元" if self.form == _IN_YUAN else None

    def of(self, year: int) -> "Card":
        """The card with the form as it was that year."""
        if self.form == _TRANSFER and year < 2022:
            return self._replace(form=_TRANSFER_BEFORE_2022)
        if self.form == _YUNNAN and year < 2022:
            return self._replace(form=_YUNNAN_2021)
        return self


BY_OUTLINE = Card("", "project-report")
# Of a hundred projects how many.
_DECK = {
    Card(_CENTRAL): 43,
    Card(_CENTRAL, has_projects=True): 8,
    Card(_CENTRAL, has_years=True): 3,
    Card("anhui"): 2,
    Card("anhui", has_projects=True): 1,
    Card("sichuan-0013zp"): 3,
    Card(_IN_YUAN): 2,
    Card(_IN_YUAN, has_projects=True): 1,
    Card("hubei-20"): 2,
    Card("hebei-sanfen"): 2,
    Card("fupin-2018"): 1,
    Card(_TRANSFER): 3,
    Card(_TRANSFER, "zhuanyi-zhifu"): 3,
    Card("xianjie-zijin"): 2,
    BY_OUTLINE: 7,
    Card("xiangmu-ziping"): 2,
    Card(_YUNNAN): 2,
    Card("xiangmu-ziping-wuhan", has_projects=True): 1,
    Card("zhuanxiang-hunan", has_projects=True): 1,
    Card("duanwen"): 1,
    Card("zi-you"): 1,
    Card("zi-you", has_projects=True): 1,
    Card("xiangmu-pingjia"): 7,
    Card("xiangmu-pingjia", has_years=True): 1,
}
# Of twenty departments how many write their overall report so.
_OVERALL = {
    Card("zhengti-zhichu"): 13,
    Card("hunan-zhengti"): 2,
    Card("chongqing"): 2,
    Card("", "overall-report"): 3,
}


def deal(seed: int) -> Iterator[Card]:
    """A card for each project, endlessly."""
    return _dealt(_DECK, random.Random(f"{seed}-forms"))  # noqa: S311


def overall(seed: int) -> dict[str, Card]:
    """The card of each department's overall report."""
    cards = _dealt(_OVERALL, random.Random(f"{seed}-overall"))  # noqa: S311
    return {slug: next(cards) for slug, *_ in DEPARTMENTS}


def _dealt(deck: dict[Card, int], chance: random.Random) -> Iterator[Card]:
    cards = [card for card, count in deck.items() for _ in range(count)]
    while True:
        yield from chance.sample(cards, len(cards))
