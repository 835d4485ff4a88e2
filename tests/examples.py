"""How many examples a law is tried on: few while one works, many where the whole is checked.

`make check` sets TRACKER_THOROUGH; a law that fails there is found by its seed in the same words.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

THOROUGH = bool(os.environ.get("TRACKER_THOROUGH"))
_FEWEST = 4


def examples(many: int = 100, *, with_fixtures: bool = False) -> settings:
    """Settings for `many` examples in a thorough run and a fifth of them in a quick one.

    A slow machine is no fault of what is tested: no example has a deadline, and pytest-timeout ends
    what never ends. `with_fixtures` lets examples share the fixtures of their test.
    """
    return settings(
        max_examples=many if THOROUGH else max(_FEWEST, many // 5),
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture] if with_fixtures else [],
    )
