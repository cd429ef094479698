"""The time in China, which decides what is public; it can be set, for reproducible builds."""

import os
import re
from datetime import UTC, date, datetime, timedelta, timezone

from generator.model.problems import WrongUseError

VARIABLE = "SOURCE_DATE_EPOCH"
BEIJING = timezone(timedelta(hours=8))  # China keeps one time, without daylight saving


def now() -> datetime:
    """The time in China; `SOURCE_DATE_EPOCH` (seconds, UTC) stands in for the clock where set.

    Raises WrongUseError where it is no such number: it decides what is public.
    """
    epoch = os.environ.get(VARIABLE)
    if epoch is not None and not re.fullmatch("[0-9]{1,11}", epoch):  # until the year 5138
        raise WrongUseError(
            f"环境变量 {VARIABLE} 应为 1970 年以来的秒数，只用半角数字，最多 11 位，如 1795392000，"
            f"写的是“{epoch}”。它代替今天，决定哪些报告公开。请改正，或不设它：unset {VARIABLE}"
        )
    time = datetime.now(UTC) if epoch is None else datetime.fromtimestamp(int(epoch), UTC)
    return time.astimezone(BEIJING)


def today() -> date:
    """The date in China."""
    return now().date()
