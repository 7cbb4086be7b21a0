"""One thing that is wrong, and how a widget is named in it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule: its name, the widget's, and what is wrong."""

    rule: str
    widget: str
    detail: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.widget}: {self.detail}"


def called(widget: QWidget) -> str:
    """A widget's class and object name."""
    return f"{type(widget).__name__}#{widget.objectName() or '?'}"
