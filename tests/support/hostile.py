"""How hard Hypothesis looks for what breaks a reader.

`JIXIAO_EXAMPLES=5000 pytest …` tries more, and watches time and memory.
"""

import os

from hypothesis import HealthCheck, settings

WATCHED = "JIXIAO_EXAMPLES" in os.environ


def hostile(examples: int, deadline: int | None = None) -> settings:
    """So many examples where nobody says how many; `deadline` is in milliseconds of the clock."""
    return settings(
        max_examples=int(os.environ.get("JIXIAO_EXAMPLES", examples)),
        deadline=deadline if WATCHED else None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
