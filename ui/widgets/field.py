"""A text field with its label above it, large, plain and without traps for Tab."""

from __future__ import annotations

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from ui.edge import never_raises
from ui.theme import Look, Role, Tone
from ui.widgets.pressable import RING
from ui.widgets.words import Words


def _style(look: Look) -> str:
    p = look.palette
    pad = look.px(0.3)
    base = f"border-radius:{look.corner}px; padding:{pad}px; background:{p.card}; color:{p.ink};"
    return (
        f"QLineEdit, QPlainTextEdit {{ {base} border:2px solid {p.line}; margin:{RING - 2}px;"
        f" selection-background-color:{p.primary}; selection-color:{p.on_primary}; }}"
        f"QLineEdit:focus, QPlainTextEdit:focus {{ border:{RING}px solid {p.focus}; margin:0px; }}"
    )


class Field(QWidget):
    """A label and what is typed. `several` lines take whatever height the page has left."""

    def __init__(
        self,
        look: Look,
        label: str,
        text: str = "",
        *,
        several: bool = False,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self.several = several
        self.setObjectName(name)
        self.label = Words(look, label, Role.NOTE, Tone.INK2, self, f"{name}-label")
        self.edit: QLineEdit | QPlainTextEdit = QPlainTextEdit() if several else QLineEdit()
        self.edit.setParent(self)
        self.edit.setObjectName(f"{name}-edit")
        self.edit.setFont(look.font(Role.BODY))
        self.edit.setAccessibleName(label)
        self.edit.setAcceptDrops(False)
        self.edit.setStyleSheet(_style(look))
        if isinstance(self.edit, QPlainTextEdit):
            self.edit.setTabChangesFocus(True)
            self.edit.setMinimumHeight(look.px(2.4))
        else:
            self.edit.setMinimumHeight(max(look.target, look.px(2.2)))
        self.label.setBuddy(self.edit)
        self.set_text(text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(look.px(0.1))
        layout.addWidget(self.label)
        layout.addWidget(self.edit, 1)
        # No focus proxy: Qt would stop here again after the edit, and Tab never reach the bar.

    def text(self) -> str:
        """What is typed, without what no text may hold."""
        raw = self.edit.toPlainText() if isinstance(self.edit, QPlainTextEdit) else self.edit.text()
        return raw.replace("\0", "")

    def set_text(self, text: str) -> None:
        """Put a text in."""
        if isinstance(self.edit, QPlainTextEdit):
            self.edit.setPlainText(text)
        else:
            self.edit.setText(text)

    def spoken(self) -> str:
        """The label and what is typed, to be read aloud."""
        typed = self.text().strip()
        return f"{self.label.text()} {typed}" if typed else self.label.text()

    def least_height(self, lines: int = 2) -> int:
        """The least height at which `lines` lines can be seen, in pixels."""
        label = self.label.heightForWidth(self.look.px(20))
        return label + self.look.px(0.1) + self.look.px(1.5 * lines + 0.9)

    @never_raises()
    def focusInEvent(self, event: QFocusEvent) -> None:
        self.edit.setFocus(event.reason())
