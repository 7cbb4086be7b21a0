"""All rules in groups, as they are needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from PySide6.QtWidgets import QWidget

from tests.audit import colour, keyboard, layout, type_rules, words
from tests.audit.finding import Finding
from tests.audit.picture import Picture, take

Rule = Callable[[Picture], Iterator[Finding]]

#: What depends on the size of the window and the text, but not on the colours.
SHAPE_RULES: tuple[Rule, ...] = (
    layout.clipped,
    layout.whole_lines,
    layout.overlapping,
    layout.off_window,
    layout.covered,
    layout.small_target,
    layout.close_targets,
    layout.sideways,
    layout.too_many_choices,
    layout.two_filled,
    type_rules.small_type,
    type_rules.tight_lines,
    type_rules.long_lines,
    type_rules.rich_text,
)
#: In the real languages only: the pseudo-language has longer words than any.
WORD_RULES: tuple[Rule, ...] = (type_rules.broken_words,)
ACCESS_RULES: tuple[Rule, ...] = (
    keyboard.unnamed,
    keyboard.undescribed,
    keyboard.wrong_role,
    keyboard.tab_way,
)
COLOUR_RULES: tuple[Rule, ...] = (colour.faint_words, colour.faint_shapes, colour.faint_focus)
RULES = (*SHAPE_RULES, *WORD_RULES, *ACCESS_RULES, *COLOUR_RULES)


def audit(
    window: QWidget, rules: Iterable[Rule] = RULES, language: str | None = None
) -> list[Finding]:
    """The findings of what the window shows now.

    With a `language`, `zh-CN` or `pseudo`, also what is left untranslated.
    """
    picture = take(window)
    found = [finding for rule in rules for finding in rule(picture)]
    if language is not None:
        found += words.untranslated(picture, language)
    return found
