"""The program without its window, in a process of its own that is told what to do.

A child of `drill_nursery`. It answers each line when the store has acknowledged it: from then on a
person would have seen *kept*. What a person would see stands in the answer to `screen`.
"""

from __future__ import annotations

import errno
import hashlib
import importlib
import logging
import os
import random
import resource
import signal
import socket
import traceback
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from app.clock import SystemClock
from app.domain.announcement import Announcement, AnnouncementFilter
from app.domain.feedback import Conversation, Draft, FeedbackKind, Verdict
from app.errors import CourierProblem, StoreProblem
from app.paths import Paths
from app.services import Services, build_services
from app.storage.veil import begins_veiled, is_veiled
from app.sync.engine import load
from app.sync.loop import run_alone
from app.sync.patience import Patience
from app.sync.report import SyncReport
from tests.drill_nursery import Line, lines_of
from tests.drill_plants import PLANTS
from tests.fakes.client import QUICK, seeded, with_voice

#: On a network that goes wrong in half of all cases nobody has time to wait.
HASTY = Patience(connect_s=1.0, silence_s=0.25, answer_s=0.6, media_s=0.6)
CALM = Patience(connect_s=10.0, silence_s=20.0, answer_s=30.0, media_s=30.0)

# Loaded before the forks, or each child would do it.
load()
for _needed in ("app.sync.courier", "app.formats.sealing", "nacl.bindings"):
    importlib.import_module(_needed)


class JumpingClock(SystemClock):
    """The machine's own clock, which somebody sets to another time."""

    def __init__(self) -> None:
        self.off = timedelta()

    def now(self) -> datetime:
        return super().now() + self.off

    def today(self) -> date:
        return (datetime.now().astimezone() + self.off).date()


class _Heard(logging.Handler):
    """What went wrong in the program's own eyes."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(logging.Formatter("%(name)s: %(message)s").format(record))


class Client:
    """Does what it is told; each method is one thing that it can be told."""

    def __init__(self, options: Line) -> None:
        self.clock = JumpingClock()
        self.clock.off = timedelta(seconds=options["clock"])
        self.folder = Path(options["folder"])
        self.services: Services = build_services(
            Paths(self.folder),
            community_url=options["address"],
            voice="silence",
            rhythm=QUICK,
            clock=self.clock,
        )
        if options["shared"]:
            self.services.share_always()
        seeded(self.services, options["seed"])
        self.services.engine._patience = HASTY
        self.digests: dict[str, str] = {}
        self._watch_what_is_kept()

    def opened(self) -> Line:
        """How the store was found."""
        report = self.services.store.opened
        return {
            "set_aside": str(report.set_aside or ""),
            "restored": str(report.restored_from or ""),
        }

    def send(self, told: Line) -> Line:
        """A message, with a recording where there is one."""
        draft = Draft(
            id=told["id"],
            token=told["token"],
            kind=FeedbackKind(told["kind"]),
            text=told["text"],
            answer_wanted=True,
        )
        # On a shared machine what was sent can't be spoken once more: it is the community's alone.
        if told["voice"] and self.services.conversations.get(draft.id) is None:
            draft = with_voice(self.services, draft, Path(told["voice"]).read_bytes())
        self.services.drafts.save(draft)
        self.services.send(draft)
        return self._kept(draft.id)

    def write_back(self, told: Line) -> Line:
        """More words in a conversation, or a verdict on an answer."""
        verdict = Verdict(told["verdict"]) if told["verdict"] else None
        self.services.write_back(told["conversation"], told["text"], "en", verdict, told["id"])
        return self._kept(told["id"])

    def take_back(self, told: Line) -> Line:
        self.services.take_back(told["conversation"])
        return {}

    def remove(self, told: Line) -> Line:
        self.services.remove(told["conversation"])
        return {}

    def run(self, _told: Line) -> Line:
        """One run of the sync, on this thread; nothing is made due that is not."""
        address = self.services.sync.status().community_url
        report: SyncReport = run_alone(self.services.engine.run_once(address))
        return {"problem": report.problem.code if report.problem else None}

    def swap(self, told: Line) -> Line:
        """Swap with a stick, which is pulled out, or all ends, at one of its moments."""
        moments = 0

        def step(_written: int) -> None:
            nonlocal moments
            moments += 1
            if moments == told.get("dies_at"):
                os.kill(os.getpid(), signal.SIGKILL)
            if moments == told.get("pulled_at"):
                Path(told["folder"]).rename(told["away"])

        try:
            done = self.services.swap(Path(told["folder"]), step)
        except CourierProblem as problem:
            return {"problem": problem.code}
        brought = done.brought
        return {
            "problem": done.problem,
            "news": brought.news.value,
            "damaged_files": brought.damaged,
            "strange": brought.strange,
            "settled": brought.settled,
        }

    def live(self, told: Line) -> Line:
        """The sync thread, beside whatever else is told from now on."""
        if told["on"]:
            self.services.sync.start()
        else:
            self.services.sync.stop(10.0)
        return {}

    def clock_to(self, told: Line) -> Line:
        self.clock.off = timedelta(seconds=told["off"])
        return {}

    def disk(self, told: Line) -> Line:
        """No file may be larger than this share of the store: as on a disk that is full."""
        share, hard = told["share"], resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        size = self.services.paths.store.stat().st_size
        resource.setrlimit(
            resource.RLIMIT_FSIZE, (hard if share is None else int(size * share), hard)
        )
        return {}

    def calm(self, _told: Line) -> Line:
        """All is well again: there is time to wait for an answer."""
        self.services.engine._patience = CALM
        return {}

    def screen(self, _told: Line) -> Line:
        """What can be seen."""
        cards = self.services.announcements.cards(AnnouncementFilter(), "en", 0, 100_000).cards
        with self.services.store.read() as connection:
            # What is veiled goes in another form.
            rows = connection.execute(
                f"SELECT id, CASE WHEN {begins_veiled('payload')} THEN NULL ELSE sha256 END"
                " FROM outbox"
            )
            waiting = dict(rows.fetchall())
        return {
            "conversations": {c.id: _seen(c) for c in self.services.conversations.all()},
            "notices": {c.announcement.id: [*_notice(c.announcement), c.checked] for c in cards},
            "waiting": waiting,
            "damaged": list(self.services.outbox.damaged()),
            "media": len(self.services.announcements.missing_media()),
        }

    def _kept(self, id_: str) -> Line:
        """The digest of what will go out, where that is known already, and whether it is sealed."""
        digest = self.digests.pop(id_, None)
        if not self.services.sending.shared:
            return {"sha256": digest, "sealed": False}
        with self.services.store.read() as connection:
            row = connection.execute("SELECT payload FROM outbox WHERE id = ?", (id_,)).fetchone()
        veiled = row is None or is_veiled(row[0])
        return {"sha256": None if veiled else digest, "sealed": not veiled}

    def _watch_what_is_kept(self) -> None:
        """Note the digest of the very bytes that the store was given."""
        conversations = self.services.conversations
        send, write_back = conversations.send, conversations.write_back

        def sent(draft: Draft, payload: bytes, *more: Any) -> Conversation:
            self.digests[draft.id] = hashlib.sha256(payload).hexdigest()
            return send(draft, payload, *more)

        def written(
            conversation_id: str, entry_id: str, text: str, language: str, verdict: Verdict | None,
            payload: bytes, *more: Any,
        ) -> Conversation:  # fmt: skip
            self.digests[entry_id] = hashlib.sha256(payload).hexdigest()
            return write_back(conversation_id, entry_id, text, language, verdict, payload, *more)

        conversations.send = sent  # type: ignore[assignment,method-assign]
        conversations.write_back = written  # type: ignore[assignment,method-assign]


def _seen(conversation: Conversation) -> Line:
    return {
        "state": conversation.state.value,
        "withdrawal": conversation.withdrawal.value if conversation.withdrawal else None,
        "reference": conversation.reference,
        "entries": {
            entry.id: {
                "mine": entry.mine,
                "text": entry.text,
                "sealed": entry.sealed.value if entry.sealed else None,
                "received": entry.received,
                "refused": None if entry.refusal is None else str(dict(entry.refusal)),
                "damaged": entry.damaged,
                "recording": entry.recording.state.value if entry.recording else None,
            }
            for entry in conversation.entries
        },
        "count": len(conversation.entries),
    }


def _notice(one: Announcement) -> list[Any]:
    texts = {tag: [text.title, text.body] for tag, text in sorted(one.texts.items())}
    return [one.revision, one.state.value, texts]


def main(line: socket.socket, options: Line) -> None:
    """Do what is told until there is nobody any more who tells."""
    heard = _Heard()
    logging.getLogger().addHandler(heard)
    logging.lastResort = None
    random.seed(options["seed"])
    hear, say = lines_of(line)
    try:
        PLANTS[options["plant"]]()
        client = Client(options)
    except Exception:  # noqa: BLE001 - whatever it is, it is the drill's finding
        say({"broke": traceback.format_exc(), "errors": heard.lines})
        os._exit(1)
    say(client.opened() | {"errors": heard.lines})
    while (told := hear()) is not None:
        try:
            answer = getattr(client, told["do"])(told)
        except StoreProblem as problem:
            answer = {"failed": problem.code}
        except OSError as error:
            # The drill writes the recording, as the ear would: it meets the full disk, too.
            full = error.errno == errno.EFBIG
            answer = {"failed": "disk_full"} if full else {"broke": traceback.format_exc()}
        except ValueError as error:
            answer = {"no": str(error)}
        except Exception:  # noqa: BLE001 - as above
            answer = {"broke": traceback.format_exc()}
        errors, heard.lines = heard.lines, []
        say(answer | {"errors": errors})
    # Ended at once, as somebody would who pulls the plug.
    os._exit(0)
