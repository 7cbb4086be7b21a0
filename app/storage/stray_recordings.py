"""Recordings that nothing in the store names, and what is done with them.

A recording is a file, the message that it belongs to is a row. The daily copies hold rows only:

* A store that was broken is put together from yesterday's copy and from what could still be read.
  A recording made since then may belong to a row that is gone for good: then the file is all that
  is left of what somebody said. So after any healing, or when a store is begun where none was,
  files without a row are moved to the folder `set-aside`, where nothing ever deletes them.
* Otherwise a file without a row is rubbish: a draft was discarded or its text confirmed, and the
  program was stopped between the row's end and the file's. It is deleted.
* What was taken back is deleted at once; a file that outlived that is deleted here.
* What was sent so that nobody here can read it is deleted as soon as it needs not go any more.
* A row whose file is gone (a copy brought back a draft that had been discarded) is told: the draft
  can't be sent with it (`RecordingRepository.secure`), the message says that the disk damaged it.

Which of the first two it is stands in the store itself: the memo `KNOWN` says that its files were
looked through since it was begun or healed. Healing removes it (`forget_known`), so that not even
a crash between the healing and the looking through loses a file.
"""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path

from app.storage.database import Store
from app.storage.problems import told_system_problems
from app.storage.recording_names import ENDING, KNOWN, SET_ASIDE, file_name
from app.storage.recordings import RecordingRepository

log = logging.getLogger(__name__)


def tidy_recordings(store: Store, recordings: RecordingRepository) -> int:
    """Delete, or set aside, what no row names; returns how many files that were.

    What is being recorded just now is left alone. Raises StoreProblem.
    """
    # The folder first: whatever is begun later is not on the list.
    there = [path for path in _files(recordings.folder) if path.name not in recordings.in_hand]
    with store.read() as connection:
        known = connection.execute("SELECT 1 FROM memo WHERE name = ?", (KNOWN,)).fetchone()
        needed = {file_name(id_) for (id_,) in connection.execute("SELECT id FROM draft")}
        named = connection.execute(
            "SELECT b.file, c.withdrawal IS NOT NULL"
            " OR (e.sealed IS NOT NULL AND (b.state <> 'waiting'"
            " OR NOT EXISTS (SELECT 1 FROM outbox WHERE id = b.entry))) FROM blob AS b"
            " JOIN conversation AS c ON c.number = b.conversation"
            " LEFT JOIN entry AS e ON e.conversation = b.conversation AND e.id = b.entry"
        ).fetchall()
    needed |= {name for name, over in named if not over}
    unwanted = {name for name, over in named if over}
    strays = [path for path in there if path.name not in needed]
    for path in strays:
        if known or path.name in unwanted:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        else:
            _set_aside(path)
    if not known:
        with store.write() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO memo (name, value) VALUES (?, '1')", (KNOWN,)
            )
    recordings.drop_keys(copies_too=True)
    return len(strays)


def _files(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.suffix == ENDING and path.is_file()]
    except OSError:
        return []


def _set_aside(path: Path) -> None:
    log.warning("a recording without a message was set aside")
    with told_system_problems(path.parent):
        folder = path.parent / SET_ASIDE
        folder.mkdir(exist_ok=True)
        path.replace(folder / path.name)
