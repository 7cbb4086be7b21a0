"""Which page of how many, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def page_in_words(page: int, pages: int) -> str:
    """“page 1 of 3”; empty where there is but one page."""
    if pages <= 1:
        return ""
    return QCoreApplication.translate("Pages", "page {page} of {pages}").format(
        page=page, pages=pages
    )
