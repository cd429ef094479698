"""The time in China, which decides what is public; it can be set, for reproducible builds."""

import os
from datetime import UTC, date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))  # China keeps one time, without daylight saving


def now() -> datetime:
    """The time in China; `SOURCE_DATE_EPOCH` (seconds, UTC) stands in for the clock where set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    time = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return time.astimezone(BEIJING)


def today() -> date:
    """The date in China."""
    return now().date()
