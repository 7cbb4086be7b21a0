"""The log: what the program did, never what a person wrote, said or is called."""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path

FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"


def start_log(folder: Path | None, level: int = logging.INFO) -> logging.Handler:
    """Write the log to `folder` (at most four files of 256 KiB), or to standard error.

    A folder that can't be written is no reason to stop: the log then goes to standard error.
    Returns the handler, so that a test can take it away again.
    """
    handler: logging.Handler = logging.StreamHandler()
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handler = logging.handlers.RotatingFileHandler(
                folder / "footbridge.log", maxBytes=256 * 1024, backupCount=3, encoding="utf-8"
            )
        except OSError:
            logging.getLogger(__name__).warning("the log folder can't be written")
    handler.setFormatter(logging.Formatter(FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    # A full disk or a folder that was taken away must not fill standard error with tracebacks.
    logging.raiseExceptions = False
    return handler
