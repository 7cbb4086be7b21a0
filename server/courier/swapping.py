"""A stick is in: what it brings is taken in, then answers and news are put on it."""

import json
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone

from server.announcements import feed
from server.communities.models import Community
from server.courier import news, questions
from server.courier.models import CourierMachine
from server.courier.parcel import Parcel, ParcelError
from server.courier.stick import Stick, StickError
from server.signing import boxes, keyring, notices
from server.signing.envelope import compact, key_id

log = logging.getLogger(__name__)

OUT, IN = ".fbout", ".fbin"
#: Machines whose sticks did not come by for longer are not answered any more.
SEEN_WITHIN = timedelta(days=400)
_MOST_FILES = 1_000
_NAME = re.compile(r"[a-z0-9-]{1,24}-([0-9a-f]{8})-([0-9]{1,12})\.fbin")
#: What a client takes, without the seal: answers beyond it come another time.
_IN_LIMIT = 24 * 1024 * 1024
_SPARE = 256 * 1024


@dataclass
class Report:
    """What was done, in lines for the operator; `bad` says what was not."""

    lines: list[str] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)


class Swapping:
    """One stick and one or all communities. With `machine`, the beginning of an id as it stands in
    the names of files, answers are put on it for that one only.
    """

    def __init__(self, top: Path, communities: list[Community], machine: str = "") -> None:
        """Raises StickError."""
        self.report = Report()
        self._stick = Stick(top)
        self._communities = communities
        self._machine = machine

    # --- in -------------------------------------------------------------------------------------

    def bring(self) -> None:
        """Take in every out file; one that is no good does not keep the others from it."""
        for name in self._stick.names(OUT)[:_MOST_FILES]:
            try:
                with self._stick.opened(name) as file:
                    self._take(name, file)
            except (ParcelError, StickError, keyring.KeyMissingError) as problem:
                self.report.bad.append(f"{name}: left alone, for {problem}")

    def _take(self, name: str, file: BinaryIO) -> None:
        community, secret = self._addressed(file)
        parcel = Parcel(file, secret)
        listed = parcel.listed
        if listed.community != community.slug:
            raise ParcelError("it says to be for another community than it was sealed for")
        machine, _ = CourierMachine.objects.get_or_create(
            community=community,
            machine=listed.machine.id,
            defaults={"public": listed.machine.key},
        )
        if bytes(machine.public) != listed.machine.key:
            raise ParcelError("another machine has this machine's number")
        said = questions.take(community, parcel)
        sealed = questions.seal(community, parcel, said)
        with transaction.atomic():
            row = CourierMachine.objects.select_for_update().get(pk=machine.pk)
            again = listed.number <= row.last_out
            if listed.number >= row.last_out:
                row.last_out, row.questions = listed.number, sealed
            row.seen_at = timezone.now()
            row.save()
        good = sum(1 for one in said if one["status"] < 300)
        before = ", which was here before" if again else ""
        self.report.lines.append(
            f"{name}: {good} of {len(said)} taken{before}; answers asked for {len(listed.mailbox)}"
        )

    def _addressed(self, file: BinaryIO) -> tuple[Community, bytes]:
        """The community that it was sealed for, and what opens it. Raises ParcelError."""
        try:
            key = boxes.recipient_of(file.read(16))
        except boxes.UnopenedError as error:
            raise ParcelError("it is no file of messages") from error
        for community in self._communities:
            secret = keyring.boxes(community.slug).get(key)
            if secret is not None:
                return community, secret
        raise ParcelError("it was sealed for a community that is not here")

    # --- out ------------------------------------------------------------------------------------

    def take(self) -> None:
        """Put the answers for each machine there, then the news of each community."""
        # Whoever stayed away is asked anew by their next stick; until then nothing is kept of it.
        away = CourierMachine.objects.filter(seen_at__lt=timezone.now() - SEEN_WITHIN)
        away.exclude(questions="").update(questions="")
        for community in self._communities:
            for machine in self._machines(community):
                self._try(f"answers for machine {machine}", partial(self._answer, machine))
        for community in self._communities:
            self._try(f"news of {community.slug}", partial(self._news, community))

    def _try(self, what: str, do: Callable[[], None]) -> None:
        try:
            do()
        except (StickError, keyring.KeyMissingError) as problem:
            self.report.bad.append(f"{what}: not written. {problem}")

    def _machines(self, community: Community) -> Iterator[CourierMachine]:
        found = CourierMachine.objects.filter(community=community).exclude(questions="")
        for machine in found.order_by("pk").iterator():
            if str(machine.machine).startswith(self._machine):
                yield machine

    def _answer(self, machine: CourierMachine) -> None:
        community, short = machine.community, str(machine.machine)[:8]
        on_it = [_number_in(name, short) or 0 for name in self._stick.names(IN)]
        with transaction.atomic():
            row = CourierMachine.objects.select_for_update().get(pk=machine.pk)
            row.last_in = max([row.last_in, *on_it]) + 1
            row.save(update_fields=["last_in"])
        text = _signed(community, row)
        public = bytes(row.public)
        name = f"{community.slug[:24]}-{short}-{row.last_in:06d}{IN}"

        def fill(file: BinaryIO) -> None:
            for piece in boxes.seal_stream([text], key_id(public), public):
                file.write(piece)

        self._stick.write(fill, lambda _: name, lambda one: _number_in(one, short) is not None)
        self.report.lines.append(f"{name}: answers for machine {short}")

    def _news(self, community: Community) -> None:
        made, prefix = news.NewsFile(community), news.prefix_of(community.slug)

        def older(name: str) -> bool:
            return name.lower().startswith(prefix) and name.lower().endswith(news.ENDING)

        for _ in range(2):
            before = [name for name in self._stick.names(news.ENDING) if older(name)]
            room = self._stick.free() - _SPARE
            name = self._stick.write(partial(made.fill, room=room), made.name, older)
            if not made.left_out or not [one for one in before if one != name]:
                # Once more only where older news took the room of pictures.
                break
        self.report.lines.append(f"{name}: {made.items} notices of {community.slug}")
        if made.left_out:
            self.report.bad.append(
                f"{name}: {made.left_out} pictures and sounds had no room. The stick is full."
            )


def _signed(community: Community, machine: CourierMachine) -> bytes:
    """The content of an in file. Raises KeyMissingError."""
    # The head is read first: the key that signs is then one of this number or of the next.
    head = str(feed.head(community.pk))
    given = questions.answers(community, machine.questions)
    while True:
        told = {
            "type": "footbridge-courier-in",
            "version": 1,
            "machine": str(machine.machine),
            "number": machine.last_in,
            "answers_to": machine.last_out,
            "feed": head,
            "answers": given,
        }
        envelope = notices.signed_for_stick(community.pk, told)
        text = json.dumps(envelope, ensure_ascii=False).encode()
        if envelope is None or len(text) <= _IN_LIMIT or not given:
            return text if envelope is not None else compact({}).encode()
        log.warning("the answers for a machine are too long; the last are left out")
        given = given[: len(given) * 3 // 4]


def _number_in(name: str, short: str) -> int | None:
    found = _NAME.fullmatch(name.lower())
    return int(found[2]) if found is not None and found[1] == short else None
