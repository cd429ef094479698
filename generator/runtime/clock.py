"""What time it is, for what is public: one answer for a whole build, reproducible on demand."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))  # China keeps one time, without daylight saving


def now() -> datetime:
    """The time in China; `SOURCE_DATE_EPOCH` (seconds, UTC) stands in for the clock where set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    found = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return found.astimezone(BEIJING)


def today() -> date:
    """The day in China."""
    return now().date()
