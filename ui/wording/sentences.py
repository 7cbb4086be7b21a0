"""Sentences one after the other, in either language."""

from __future__ import annotations


def in_a_row(*sentences: str) -> str:
    """Those that are not empty, in a row; Chinese ones need no space between them."""
    text = ""
    for sentence in sentences:
        if not sentence:
            continue
        space = "" if not text or text[-1] in "。！？" else " "
        text += space + sentence
    return text
