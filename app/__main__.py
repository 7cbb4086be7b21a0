"""Footbridge without a window: `python -m app sync`, `check`, `courier` and `pack`."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

from app import __version__
from app.domain.language import Language, pick_text
from app.domain.swap import News
from app.errors import (
    OPEN_ALREADY,
    ConnectionProblem,
    CourierProblem,
    EnvironmentProblem,
    StoreProblem,
)
from app.log import start_log
from app.paths import Paths
from app.services import Services, build_services
from app.speech.pack_command import add_options, pack_command
from app.sync.address import tidy_address
from app.sync.loop import run_alone
from app.sync.report import SyncReport

_WORDS = {
    "no_connection": "There is no connection to the community. Nothing is lost.",
    "login_page": "The network asks for a login first. Nothing is lost.",
    "server_trouble": "The community's computer has trouble. Nothing is lost; try again later.",
    "bad_answer": "The answer was not that of a community. Is the address right?",
    "too_old": "This program is too old for the community. Nothing is lost; get the new one.",
    "busy": "The community's computer is busy. Nothing is lost; try again later.",
    "not_joined": "The community takes messages from joined machines only. Nothing is lost.",
    "no_community": "There is no community's address yet. Give one with --community.",
    "stick_none": "There is no such folder.",
    "stick_gone": "The stick can't be read or written any more. Nothing is lost.",
    "stick_full": "The stick is full. Nothing is lost; make room on it, or take another one.",
    "stick_read_only": "The stick can't be written to. Nothing is lost.",
    "stick_unsafe": "On the stick a link or another file stands in our place. Nothing was changed.",
    "stick_no_key": "Nothing is here yet to seal messages with. Bring notices first, or connect.",
    "stick_no_box": "The community takes no messages by stick: it has no key for them.",
    "stick_busy": "The connection is still at it. Try again.",
    "store_busy": "Footbridge is open already. Close its window first.",
    "store_newer": "A newer Footbridge made this store. Nothing was changed.",
    "store_not_ours": "The store's file belongs to another program. Nothing was changed.",
    "store_damaged": "The store is damaged.",
    "disk_full": "The disk is full. What was kept before is safe.",
    "folder_read_only": "The folder can't be written to.",
    "folder_gone": "The folder is gone.",
    "folder_no_lock": "The folder lies where no program can hold it for itself. Choose another.",
}


_NEWS = {
    News.NONE: "none for this community",
    News.TAKEN: "newer than those here",
    News.SAME: "all of them were here",
    News.OLD: "older than those here; nothing was changed",
    News.STRANGE: "not signed by this community; nothing was changed",
    News.DAMAGED: "can't be read",
    News.UNSAFE: "not safe, so they were left alone",
}


def main(arguments: list[str] | None = None) -> int:
    """Run a command.

    Returns 0 when all is well, 1 when something is not, 2 for wrong usage, 4 when another program
    has that folder open.
    """
    given = _parser().parse_args(arguments)
    if "pack" in given:
        return pack_command(given)  # without the store, which a window may have open
    start_log(None, logging.INFO if given.verbose else logging.ERROR)
    paths = Paths(given.data) if given.data else Paths.default()
    try:
        if given.community:
            tidy_address(given.community)
    except ConnectionProblem:
        sys.stderr.write("That can't be a community's address. Nothing was changed.\n")
        return 2
    try:
        services = build_services(paths, community_url=given.community)
    except EnvironmentProblem as problem:
        return _tell(problem)
    try:
        more = {"folder": given.folder} if "folder" in given else {}
        return int(given.command(services, **more))
    except EnvironmentProblem as problem:
        return _tell(problem)
    except KeyboardInterrupt:
        return 130
    finally:
        services.close()


def sync(services: Services) -> int:
    """Everything out, everything in, once."""
    address = services.sync.status().community_url
    if not address:
        return _tell(ConnectionProblem("no_community"))
    report = SyncReport()
    try:
        services.outbox.make_all_due()
        run_alone(services.engine.run_once(address, report))
    finally:
        _say_report(services, report)
    return _tell(report.problem) if report.problem else 0


def check(services: Services) -> int:
    """Look at the store and, when there is an address, at the community; change nothing."""
    status, opened = services.sync.status(), services.store.opened
    damaged = services.outbox.damaged()
    _say(f"Footbridge {__version__}")
    _say(f"store: {services.store.path}")
    if opened.restored_from is not None:
        _say(f"restored from the copy of {opened.restored_from}; set aside: {opened.set_aside}")
    _say(f"notices: {services.announcements.counts('en').total}")
    _say(f"conversations: {len(services.conversations.all())}")
    _say(f"waiting: {services.outbox.waiting()}")
    _say(f"waiting for another community: {services.outbox.waiting_elsewhere()}")
    _say(f"damaged: {len(damaged)}")
    _say(f"last contact: {status.last_contact or 'never'}")
    if not status.community_url:
        return _tell(ConnectionProblem("no_community"))
    _say(f"community address: {status.community_url}")
    found = services.look_at(status.community_url)
    community = found.community
    _say(f"community: {pick_text(community.name, Language.ENGLISH)} ({community.slug})")
    _say(f"its code: {found.code or 'none; its notices are not signed'}")
    return 1 if damaged else 0


def courier(services: Services, folder: Path) -> int:
    """What the stick brings is taken in, what waits is put on it."""
    swap = services.swap(folder)
    brought, taken = swap.brought, swap.taken
    _say(f"notices: {_NEWS[brought.news]}")
    _say(f"notices changed: {brought.notices}")
    _say(f"notices not shown, for they were changed on their way: {brought.not_shown}")
    _say(f"pictures and sounds: {brought.media}, missing: {brought.media_missing}")
    _say(f"messages received by the community: {brought.received}")
    _say(f"messages refused: {brought.refused}")
    _say(f"new answers: {brought.answers}")
    _say(f"files for other computers or communities: {brought.for_others}")
    _say(f"files of answers from before: {brought.old_answers}")
    _say(f"files of answers that can't be read: {brought.damaged}")
    _say(f"files of answers that the community did not sign: {brought.strange}")
    _say(f"messages copied: {taken.messages}, recordings: {taken.recordings}")
    _say(f"recordings without room: {taken.left_out}")
    _say(f"file: {taken.name or 'nothing to take along'}")
    if swap.problem is not None:
        return _tell(CourierProblem(swap.problem))
    good = brought.news in (News.NONE, News.TAKEN, News.SAME, News.OLD)
    return 0 if good and not (brought.damaged or brought.strange) else 1


def _say_report(services: Services, report: SyncReport) -> None:
    _say(f"messages sent: {report.sent}")
    _say(f"recordings sent: {report.recordings}")
    _say(f"messages refused: {report.refused}")
    _say(f"messages waiting: {services.outbox.waiting()}")
    _say(f"answers: {'new' if report.answers_changed else 'nothing new'}")
    _say(f"notices changed: {report.announcements}")
    _say(f"notices that could not be read: {report.set_aside}")
    _say(f"notices not shown, for they were changed on their way: {report.not_shown}")
    _say(f"pictures and sounds: {report.media}, missing: {report.media_failed}")


def _tell(problem: EnvironmentProblem) -> int:
    words = _WORDS.get(problem.code, "Something went wrong. Nothing is lost.")
    sys.stderr.write(f"{words} ({problem.code})\n")
    if isinstance(problem, StoreProblem) and problem.detail:
        sys.stderr.write(f"{problem.detail}\n")
    return OPEN_ALREADY if problem.code == "store_busy" else 1


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command, help_text in (
        (sync, "send what waits, fetch what is new, once"),
        (check, "look at the store and at the connection"),
        (courier, "swap news with a USB stick: answers and notices in, messages out"),
    ):
        one = commands.add_parser(command.__name__, help=help_text, description=command.__doc__)
        one.add_argument("--data", type=Path, help="the folder with the store")
        one.add_argument(
            "--community", metavar="ADDRESS", help="the community's address from now on"
        )
        one.add_argument("-v", "--verbose", action="store_true", help="say what happens")
        one.set_defaults(command=command)
    stick = commands.choices["courier"]
    stick.add_argument("folder", type=Path, help="the stick, or the folder Footbridge on it")
    packs = commands.add_parser("pack", help="speech packs: what this computer hears and speaks by")
    add_options(packs)
    return parser


if __name__ == "__main__":
    sys.exit(main())
