"""What the office does in a round: two publishers and somebody who answers, at the same time."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.drill_nursery import Child, Line
from tests.ledger import Held

#: Chance that a publisher is killed in the course of one round.
_KILLED = 0.1


@dataclass(slots=True)
class Board:
    """The notices, from what the publishers' processes acknowledged alone."""

    #: The highest revision that was acknowledged, its state, and its text where that is known.
    notices: dict[str, tuple[int, str, str | None]] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    #: Whoever was deleting them was killed.
    perhaps_deleted: set[str] = field(default_factory=set)

    def note(self, line: Line, said: Line) -> None:
        """A publication was acknowledged."""
        if line["do"] == "delete":
            self.deleted.add(line["id"])
        elif "revision" in said:
            before = self.notices.get(line["id"])
            if before is None or before[0] < said["revision"]:
                self.notices[line["id"]] = (said["revision"], said["state"], said["text"])

    def doubt(self, line: Line) -> None:
        """Whoever was doing it was killed: it is done, or it is not."""
        if line["do"] == "delete":
            self.perhaps_deleted.add(line["id"])

    def problems(self, there: dict[str, dict[str, Any]]) -> list[str]:
        """What was acknowledged and is not in the server's feed."""
        found = [f"notice {id_} was deleted and is there" for id_ in self.deleted & there.keys()]
        for id_, (revision, state, text) in self.notices.items():
            now = there.get(id_)
            if id_ in self.deleted or (now is None and id_ in self.perhaps_deleted):
                continue
            if now is None or now["revision"] < revision:
                found.append(f"notice {id_}: revision {revision} was published and is lost")
            elif now["revision"] == revision and (
                now["state"] != state or text not in (None, now["texts"]["en"]["body"])
            ):
                found.append(f"notice {id_}: revision {revision} says something else")
        return found


class Publisher:
    """One of those who publish; both work on the same notices."""

    def __init__(
        self, hire: Callable[[], Child], board: Board, seed: str, complain: Callable[[str], None]
    ) -> None:
        self._hire = hire
        self.child = hire()
        self.kills = 0
        self._board = board
        self._chance = random.Random(seed)
        self._complain = complain
        self._number = 0
        self._seed = seed

    def plan(self, count: int) -> list[Line]:
        """What is to be done, decided before the round from what was acknowledged until then."""
        known = sorted(self._board.notices.keys() - self._board.deleted)
        return [self._line(known) for _ in range(count)]

    def work(self, lines: list[Line]) -> None:
        """Do it; now and then it is killed in the middle, and somebody goes on."""
        dies = self._chance.random() < _KILLED and self._chance.randrange(max(len(lines), 1))
        for number, line in enumerate(lines):
            if dies is not False and number == dies:
                self._die_of(line)
                continue
            said = self.child.ask(line)
            if "broke" in said:
                self._complain(f"publishing broke at {line['do']}: {said['broke']}")
            if "no" not in said and "broke" not in said:
                self._board.note(line, said)

    def _die_of(self, line: Line) -> None:
        self.kills += 1
        self.child.tell(line)
        time.sleep(self._chance.uniform(0.0, 0.02))
        self.child.bury()
        self._board.doubt(line)
        self.child = self._hire()

    def _line(self, known: list[str]) -> Line:
        self._number += 1
        chance = self._chance
        text = f"{self._seed}.{self._number} {'词 word ' * chance.choice((1, 20, 200))}".strip()
        what = chance.random()
        if what < 0.4 or not known:
            id_ = str(uuid.UUID(bytes=chance.randbytes(16), version=4))
            return {"do": "publish", "id": id_, "text": text, "urgent": chance.random() < 0.1}
        if what > 0.98:
            return {"do": chance.choice(("new_generation", "forget_deletions"))}
        do = chance.choice(("correct",) * 5 + ("withdraw", "withdraw", "publish_again", "delete"))
        return {"do": do, "id": chance.choice(known), "text": text}


class Staff:
    """Who reads what came in, and answers."""

    def __init__(self, child: Child, seed: str, complain: Callable[[str], None]) -> None:
        self.child = child
        self._chance = random.Random(seed)
        self._complain = complain
        self._number = 0
        self._seed = seed
        #: Answers that were acknowledged, by conversation, and what staff erased.
        self.replies: dict[str, dict[str, str]] = {}
        self.erased: set[str] = set()

    def plan(self, messages: dict[str, Held]) -> list[Line]:
        """Something for about a third of the conversations, each once."""
        firsts = sorted(id_ for id_, held in messages.items() if held.follows is None)
        chosen = [id_ for id_ in firsts if self._chance.random() < 0.35]
        return [self._line(id_, messages[id_]) for id_ in chosen]

    def all_that_is_asked(self, messages: dict[str, Held]) -> list[Line]:
        """Erase whatever somebody asked to have erased."""
        return [{"do": "erase", "id": id_} for id_, held in messages.items() if held.asked_to_erase]

    def work(self, lines: list[Line]) -> None:
        """Do it."""
        for line in lines:
            said = self.child.ask(line)
            if "broke" in said:
                self._complain(f"the office broke at {line['do']}: {said['broke']}")
            elif "reply" in said:
                self.replies.setdefault(line["id"], {})[said["reply"]] = line["text"]
            elif line["do"] == "erase" and "no" not in said:
                self.erased.add(line["id"])

    def _line(self, id_: str, held: Held) -> Line:
        self._number += 1
        chance = self._chance
        if (held.asked_to_erase and chance.random() < 0.5) or chance.random() < 0.02:
            return {"do": "erase", "id": id_}
        if held.state in ("received", "in_progress") and chance.random() < 0.6:
            return {"do": "answer", "id": id_, "text": f"{self._seed}.{self._number} 好的 Yes."}
        later = ("look_at", "close") if held.state == "answered" else ("look_at", "assign")
        return {"do": chance.choice(later), "id": id_}
