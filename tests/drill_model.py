"""What must be true of one person's program, from what it acknowledged alone.

A thing that was told to the program and not acknowledged, because it was killed, may have happened
or not, until it is seen. Nothing else is known here of how the program works.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.drill_nursery import Line
from tests.ledger import Held, Ledger

#: How far a conversation is; what is not among them is final.
RANKS = {"kept": 0, "received": 1, "in_progress": 2, "answered": 3, "closed": 4}
#: Longer words are refused for good.
MOST_WORDS = 10_000

Complain = Callable[[str], None]


@dataclass(slots=True)
class Said:
    """One message. `sure`: acknowledged; `tries`: how often it was told to the program."""

    id: str
    conversation: str
    text: str
    voice: str = ""  # the digest of the recording
    verdict: str = ""
    sure: bool = False
    tries: int = 0
    digest: str | None = None

    @property
    def refusable(self) -> bool:
        """Whether the server may say no for good."""
        return len(self.text) > MOST_WORDS


@dataclass(slots=True)
class Talk:
    """A conversation. `taken_back` and `removed` are None, False while not acknowledged, True."""

    first: Said
    parts: dict[str, Said] = field(default_factory=dict)
    taken_back: bool | None = None
    removed: bool | None = None
    #: What may have set its state back, and how often it was seen to go back.
    reasons: int = 0
    went_back: int = 0
    seen: Line | None = None

    @property
    def state(self) -> str:
        """As it was last seen."""
        return str(self.seen["state"]) if self.seen else ""


class Model:
    """One person's words, and what was seen of them and of the notices."""

    def __init__(self, complain: Complain, *, shared: bool = False) -> None:
        """`shared`: what is said can be read by the community alone."""
        self._complain = complain
        self._shared = shared
        self.talks: dict[str, Talk] = {}
        self.notices: dict[str, list[Any]] = {}
        self.gone: set[str] = set()
        #: Messages for which a receipt was seen, so that the server is asked once only.
        self._proved: set[str] = set()

    def said(self) -> dict[str, Said]:
        """All messages by id, whatever became of them."""
        return {id_: part for talk in self.talks.values() for id_, part in talk.parts.items()}

    def begin(self, said: Said) -> None:
        """It is about to be told to the program."""
        talk = self.talks.setdefault(said.conversation, Talk(said))
        talk.parts[said.id] = said
        said.tries += 1
        if said.verdict != "solved" and said.id != said.conversation:
            talk.reasons += 1

    def kept(self, said: Said, sha256: str | None) -> None:
        """The program acknowledged it."""
        said.sure = True
        # Told again after a crash, the first one's bytes count.
        if said.tries == 1:
            said.digest = sha256

    def look(self, screen: Line, ledger: Ledger) -> None:
        """Compare what is on the screen with what must be there, and with the server."""
        shown = screen["conversations"]
        for talk in self.talks.values():
            self._conversation(talk, shown.get(talk.first.id), screen["waiting"])
        for id_ in shown.keys() - self.talks.keys():
            self._complain(f"a conversation that nobody began: {id_}")
        for id_ in screen["damaged"]:
            self._complain(f"told as damaged: {id_}")
        self._receipts(ledger)
        self._notices(screen["notices"], ledger)

    def _conversation(self, talk: Talk, now: Line | None, waiting: dict[str, str]) -> None:
        first = talk.first
        if now is None:
            if first.sure and talk.removed is None:
                self._complain(f"lost: {first.id}")
            elif talk.removed is False:
                talk.removed = True
            return
        if talk.removed:
            self._complain(f"removed and here again: {first.id}")
        talk.removed = None if talk.removed is False else talk.removed
        if now["count"] != len(now["entries"]):
            self._complain(f"doubled on the screen: {first.id}")
        for said in talk.parts.values():
            self._entry(talk, said, now["entries"].get(said.id), waiting)
        mine = {id_ for id_, entry in now["entries"].items() if entry["mine"]}
        for id_ in mine - talk.parts.keys():
            self._complain(f"words that nobody said: {id_}")
        self._state(talk, now)
        talk.seen = now

    def _entry(self, talk: Talk, said: Said, now: Line | None, waiting: dict[str, str]) -> None:
        before = talk.seen["entries"].get(said.id) if talk.seen else None
        if now is None:
            if said.sure:
                self._complain(f"lost: {said.id} of {said.conversation}")
            return
        said.sure = True
        said.digest = said.digest or waiting.get(said.id)
        if now["text"] != ("" if self._shared else said.text):
            self._complain(f"other words: {said.id}")
        if (now["sealed"] == "words") != (self._shared and bool(said.text.strip())):
            self._complain(f"sealed, or not: {said.id}")
        if now["damaged"] or now["recording"] in ("damaged", "refused"):
            self._complain(f"damaged, or its recording refused: {said.id}")
        if now["refused"] is not None and not (said.refusable or talk.first.refusable):
            self._complain(f"refused without a reason: {said.id}, {now['refused']}")
        if before is not None and before["received"] and not now["received"]:
            self._complain(f"was received and is not any more: {said.id}")

    def _state(self, talk: Talk, now: Line) -> None:
        before, state = talk.seen, now["state"]
        if now["withdrawal"] and talk.taken_back is None:
            self._complain(f"taken back by nobody: {talk.first.id}")
        if talk.taken_back is False:
            # It was not acknowledged: what is to be seen counts.
            talk.taken_back = True if now["withdrawal"] else None
        elif talk.taken_back and not now["withdrawal"]:
            self._complain(f"was taken back and is not any more: {talk.first.id}")
        if state == "refused" and not talk.first.refusable:
            self._complain(f"refused without a reason: {talk.first.id}")
        if before is None or before["state"] == state:
            return
        was = before["state"]
        for id_, entry in before["entries"].items():
            if not entry["mine"] and id_ not in now["entries"]:
                self._complain(f"an answer is gone: {id_} of {talk.first.id}")
        if was not in RANKS or state == "kept":
            self._complain(f"{talk.first.id} was {was} and is {state}")
        elif state in RANKS and RANKS[state] < RANKS[was]:
            talk.went_back += 1
            if talk.went_back > talk.reasons:
                self._complain(f"{talk.first.id} went back from {was} to {state} for no reason")

    def _receipts(self, ledger: Ledger) -> None:
        """What is called received must be on the server: these words, with these recordings."""
        claimed = [
            said
            for talk in self.talks.values()
            for said in talk.parts.values()
            if said.id not in self._proved and talk.seen and _received(talk.seen, said)
        ]
        if not claimed:
            return
        messages, recordings, erased = ledger.messages(), ledger.recordings(), None
        for said in claimed:
            self._proved.add(said.id)
            if said.id in messages:
                self.same(said, messages[said.id], recordings.get(said.id, []))
                continue
            erased = ledger.erased() if erased is None else erased
            if said.id not in erased:
                self._complain(f"received, and the server does not have it: {said.id}")

    def same(self, said: Said, held: Held, recordings: list[str]) -> None:
        """The server must have the very words, and the very recording."""
        if held.text != said.text.strip() and held.text != said.text:
            self._complain(f"the server has other words: {said.id}")
        if said.digest is not None and held.digest != said.digest:
            self._complain(f"the server has another digest: {said.id}")
        if recordings != ([said.voice] if said.voice else []):
            self._complain(f"received, and its recording is not on the server: {said.id}")

    def _notices(self, now: dict[str, list[Any]], ledger: Ledger) -> None:
        for id_, (revision, state, _texts, checked) in now.items():
            before = self.notices.get(id_)
            if before is not None and revision < before[0]:
                self._complain(f"notice {id_} went back from {before[0]} to {revision}")
            if id_ in self.gone:
                self._complain(f"notice {id_} was deleted and is back, {state}")
            if not checked:
                self._complain(f"notice {id_} of a community that signs is not checked")
        missing = self.notices.keys() - now.keys()
        if missing:
            there = ledger.notices()
            for id_ in missing & there.keys():
                self._complain(f"notice {id_} is gone here and not on the server")
            self.gone |= missing
        self.notices = now


def _received(seen: Line, said: Said) -> bool:
    entry = seen["entries"].get(said.id)
    return bool(entry and entry["received"])
