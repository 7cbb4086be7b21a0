"""What every screen must keep, as rules over a real window; experience.md has the numbers.

`audit(window, …)` gives the findings of the screen and page that are shown. Geometry and words are
taken from what is really painted: the window is grabbed once, and every text and icon that is
drawn on the way is noted with its place.
"""

from tests.audit.finding import Finding
from tests.audit.picture import Picture, take
from tests.audit.run import RULES, audit

__all__ = ["RULES", "Finding", "Picture", "audit", "take"]
