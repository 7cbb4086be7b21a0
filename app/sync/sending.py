"""What becomes of a message when it is sent: kept open, sealed for the community, or veiled.

On a machine that many people use, a message is sealed the moment it is sent, with the key that the
community's signed keyset names; from then on this machine can't read it. Where no such key is known
yet it waits under the veil (`app/storage/veil.py`) and is sealed as soon as one comes, if nothing
of it ever left.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from app.domain.feedback import Conversation, Draft, Verdict
from app.domain.trust import Trust
from app.errors import BadData, StoreProblem
from app.formats import wire
from app.storage.conversations import ConversationRepository
from app.storage.recordings import RecordingRepository
from app.storage.rows import Kept
from app.storage.trust import TrustRepository
from app.storage.waiting_for_key import Unsealed, WaitingForKey

if TYPE_CHECKING:
    from app.formats.sealing import BoxKey

_log = logging.getLogger(__name__)


class Sending:
    """Puts messages into the outbox. For any thread."""

    def __init__(
        self,
        conversations: ConversationRepository,
        waiting: WaitingForKey,
        recordings: RecordingRepository,
        trust: TrustRepository,
    ) -> None:
        self._conversations = conversations
        self._waiting = waiting
        self._recordings = recordings
        self._trust = trust
        self._known: tuple[str, BoxKey | None] = ("", None)
        #: Whether many people use this machine.
        self.shared = False

    def can_seal(self) -> bool:
        """Whether the community that is joined has a key to seal with."""
        return self._box_in(self._trust.current()) is not None

    def send(self, draft: Draft, made_at: datetime) -> Conversation:
        """Keep a message so that nothing can lose it. Raises as `Services.send`."""
        if draft.recording is not None and draft.voice_goes:
            self._recordings.secure(draft.id, draft.recording)
        box = self._box_in(self._trust.current()) if self.shared else None
        if box is not None:
            return self._send_sealed(draft, made_at, box)
        kept = Kept.VEILED if self.shared else Kept.OPEN
        payload = wire.feedback_payload(draft, made_at)
        return self._conversations.send(draft, payload, made_at, kept)

    def _send_sealed(self, draft: Draft, made_at: datetime, box: BoxKey) -> Conversation:
        from app.formats.sealing import seal_message

        recording, key = None, None
        if draft.recording is not None and draft.voice_goes:
            recording, key = self._recordings.sealed(draft.id, draft.recording)
            draft = replace(draft, recording=recording)
        payload = wire.feedback_payload(draft, made_at, key.key if key else None)
        sealed = seal_message(payload, draft.id, box)
        dropped = key.name if key else None
        sent = self._conversations.send(draft, sealed, made_at, Kept.SEALED, dropped)
        if key is not None:
            self._recordings.forget_key(draft.id, key)
        return sent

    def write_back(
        self,
        conversation_id: str,
        entry_id: str,
        text: str,
        language: str,
        verdict: Verdict | None,
        made_at: datetime,
    ) -> Conversation:
        """Keep what is said to an answer. Raises as `Services.write_back`."""
        payload = wire.follow_up_payload(conversation_id, text, language, verdict, made_at)
        kept = Kept.OPEN
        if self.shared:
            # It goes to the community that the conversation belongs to, whichever is joined now.
            address = self._conversations.address_of(conversation_id)
            trust = self._trust.of(address) if address else self._trust.current()
            box = self._box_in(trust)
            kept = Kept.VEILED
            if box is not None:
                from app.formats.sealing import seal_message

                payload, kept = seal_message(payload, entry_id, box), Kept.SEALED
        return self._conversations.write_back(
            conversation_id, entry_id, text, language, verdict, payload, made_at, kept
        )

    def waits_for_key(self) -> bool:
        """Whether something waits to be sealed. Raises StoreProblem."""
        return bool(self._waiting.all())

    def seal_waiting(self) -> int:
        """Seal what waited for the community's key; returns how many messages. Raises StoreProblem.

        A recording that can't be read now is told where it is sent.
        """
        box = self._box_in(self._trust.current())
        count = 0
        for one in self._waiting.all() if box is not None else ():
            try:
                count += self._seal(one, box) if box is not None else 0
            except StoreProblem as problem:
                _log.warning("a message can't be sealed now: %s", problem.code)
        return count

    def _seal(self, one: Unsealed, box: BoxKey) -> bool:
        from app.formats.sealing import seal_message

        payload, recording, key = one.payload, one.recording, None
        if recording is not None:
            recording, key = self._recordings.sealed(one.id, recording)
            payload = wire.with_key(payload, recording, key.key)
        sealed = seal_message(payload, one.id, box)
        done = self._waiting.seal(one.id, sealed, recording, key.name if key else None)
        if done and key is not None:
            self._recordings.forget_key(one.id, key)
        return done

    def _box_in(self, trust: Trust | None) -> BoxKey | None:
        """The key of a community's newest keyset, which was proved when it came."""
        if trust is None or not trust.document:
            return None
        digest = hashlib.sha256(trust.document + trust.code.encode()).hexdigest()
        if self._known[0] != digest:
            self._known = (digest, _box_of(trust))
        return self._known[1]


def _box_of(trust: Trust) -> BoxKey | None:
    from app.formats.keyset import follow, parse_chain

    try:
        return follow(parse_chain(trust.document), trust.code).box
    except BadData:
        _log.warning("the stored keys are damaged: nothing can be sealed with them")
        return None
