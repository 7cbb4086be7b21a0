"""What lighting a word costs the window; `python -m tests.bench_highlight` prints JSON."""

from __future__ import annotations

import json
import time

from PySide6.QtWidgets import QApplication

from app.domain.profile import Theme
from app.domain.segment import words
from ui.application import prepare_qt
from ui.theme import Look
from ui.widgets.parts import Part, PartKind
from ui.widgets.reading_view import ReadingView

COUNTS = (100, 5_000)
LOOKS = 120  # words that are lit and painted
_SENTENCE = "We walk along the lane and over the bridge to the hall. "  # of 12 words


def main() -> None:
    """Light words evenly spread over a text of that many, each painted before the next."""
    application = QApplication([])
    prepare_qt(application)
    told: dict[str, list[float]] = {}
    for count in COUNTS:
        text = _SENTENCE * (count // 12 + 1)
        view = ReadingView(Look.of(Theme.LIGHT, 24))
        view.resize(1200, 520)
        view.show()
        paragraphs = [text[at : at + 1_680] for at in range(0, len(text), 1_680)]
        parts = [Part(PartKind.PARAGRAPH, str(n), one) for n, one in enumerate(paragraphs)]
        view.show_parts(parts, "text")
        application.processEvents()
        places = [(part.key, word) for part in parts for word in words(part.text)]
        taken = []
        for key, word in places[:: max(len(places) // LOOKS, 1)]:
            begun = time.perf_counter()
            view.light_word(key, word.start, word.end)
            view.viewport().repaint()
            taken.append((time.perf_counter() - begun) * 1000)
        told[f"{count:,}"] = taken
        view.close()
    print(json.dumps(told))


if __name__ == "__main__":
    main()
