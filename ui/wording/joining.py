"""What went wrong with an address, in words for the one who typed it.

The sentences of `problems.py` are about what goes on by itself; here somebody waits for an answer
and must know what to press.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ui.wording.problems import problem_text


def joining_problem(code: str | None) -> str:
    """The sentence for a problem's code; another code than these gets the usual one."""
    table = {
        "no_community": QCoreApplication.translate(
            "Joining",
            "This does not look like an address. Please check it letter by letter, "
            "then press the button again.",
        ),
        "bad_code": QCoreApplication.translate(
            "Joining",
            "A code has sixteen letters and digits. Please check it, then press the button again.",
        ),
        "other_code": QCoreApplication.translate(
            "Joining",
            "This community has another code than yours, so it may be a false one. "
            "You have not joined it. Ask a helper.",
        ),
        "no_connection": QCoreApplication.translate(
            "Joining",
            "Nobody answered at this address. Check it letter by letter, "
            "or try again when there is a connection.",
        ),
        "login_page": QCoreApplication.translate(
            "Joining",
            "This network asks you to log in first. Ask a helper to log in, then try again.",
        ),
        "server_trouble": QCoreApplication.translate(
            "Joining", "Your community has trouble just now. Please try again in a few minutes."
        ),
        "bad_answer": QCoreApplication.translate(
            "Joining",
            "Something answered, but it is not a community. Please check the address "
            "letter by letter.",
        ),
        "too_old": QCoreApplication.translate(
            "Joining",
            "This program is too old for that community. Ask a helper for the new one.",
        ),
        "bad_join_code": QCoreApplication.translate(
            "Joining",
            "The code for this computer is not right, or no longer good. "
            "Check it letter by letter, or ask for a new one.",
        ),
        "busy": QCoreApplication.translate(
            "Joining", "Many people are asking just now. Please try again in a minute."
        ),
        "offline": QCoreApplication.translate(
            "Joining",
            "The connection is switched off. Switch it on in the Helper's corner, then try again.",
        ),
    }
    return table.get(code or "", problem_text(code))
