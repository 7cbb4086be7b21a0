"""The program's entry: `footbridge`. Also the children for voice and ear, and the self-check."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from ui.display import NO_DISPLAY, has_display


def parser() -> argparse.ArgumentParser:
    """The command line's options."""
    made = argparse.ArgumentParser(
        prog="footbridge", description="Read your community's notices, and say something back."
    )
    made.add_argument("--language", choices=["en", "zh_CN"], help="the interface's language")
    made.add_argument("--data", metavar="DIR", help="the folder that keeps everything")
    made.add_argument("--community", metavar="URL", help="the community's address")
    made.add_argument("--offline", action="store_true", help="do not use the network")
    made.add_argument("--kiosk", action="store_true", help="full screen")
    made.add_argument("--self-check", action="store_true", help="check this installation and leave")
    return made


NO_ADDRESS = "That can't be a community's address: {typed}. Nothing was changed."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["--voice-child"]:
        from app.speech.voice_child import main as voice_main

        return voice_main(words[1:])
    if words[:1] == ["--ear-child"]:
        from app.speech.ear.ear_child import main as ear_main

        return ear_main(words[1:])
    given = parser().parse_args(words)
    if given.self_check:
        from ui.self_check import self_check

        return self_check()
    if not has_display():
        print(NO_DISPLAY, file=sys.stderr)  # noqa: T201
        return 2
    # Before PySide6: once that is loaded, every import reads the module's source as well.
    from app.services import is_address

    if given.community and not is_address(given.community):
        print(NO_ADDRESS.format(typed=given.community), file=sys.stderr)  # noqa: T201
        return 2
    from ui.run import run

    return run(given)


if __name__ == "__main__":
    sys.exit(main())
