"""How long property tests look: a little, and always at the same, in the suite; longer when told.

`FOOTBRIDGE_LONGER=100` in the environment makes them try a hundred times as many examples, and
others each time; a failure prints what to add to see it again.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

LONGER = int(os.environ.get("FOOTBRIDGE_LONGER", "0"))


def examples(few: int, *, steps: int = 50) -> settings:
    """Settings of a test that tries so many examples, each of at most so many steps."""
    return settings(
        max_examples=few * max(LONGER, 1),
        stateful_step_count=steps,
        derandomize=not LONGER,
        deadline=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
