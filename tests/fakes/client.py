"""A client without a window for tests: everything real but the voice, and quick to try again."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from app.domain.feedback import Draft, FeedbackKind
from app.paths import Paths
from app.services import Services, build_services
from app.storage.sealed_sound import Sealing
from app.sync.backoff import Backoff
from app.sync.engine import SyncEngine
from app.sync.loop import run_alone
from app.sync.patience import Patience
from app.sync.report import SyncReport
from app.sync.rest import Rhythm

#: As the program does it, a thousand times faster.
QUICK = Rhythm(
    least=0.01,
    most=0.1,
    usual=0.05,
    watch=0.02,
    backoff=Backoff(least=0.0, first=0.005, most=0.05, quick=(0.005,)),
)
#: Rests so long that nothing happens by itself within a test.
SLEEPY = Rhythm(backoff=Backoff(quick=(3600.0,), first=3600.0, least=3600.0))
#: For tests in which an answer never comes. Elsewhere a busy machine must not look like that.
IMPATIENT = Patience(connect_s=5.0, silence_s=0.3, answer_s=1.0, media_s=1.0)


def client(data: Path, address: str | None, rhythm: Rhythm = SLEEPY) -> Services:
    """Services on the folder `data`; their sync thread is not started."""
    return build_services(Paths(data), community_url=address, voice="silence", rhythm=rhythm)


def be_impatient(services: Services) -> None:
    """Give up soon on answers that do not come."""
    services.engine._patience = IMPATIENT


def run_once(services: Services) -> SyncReport:
    """One run on this thread, every waiting time of single messages forgotten."""
    services.outbox.make_all_due()
    address = services.sync.status().community_url
    report: SyncReport = run_alone(services.engine.run_once(address))
    return report


def seeded(services: Services, seed: int) -> SyncEngine:
    """Make the engine's chances repeatable."""
    services.engine._chance = random.Random(seed)
    return services.engine


def with_voice(services: Services, draft: Draft, sound: bytes) -> Draft:
    """The draft with a recording that goes along, as the ear would have left it."""
    path = services.recordings.path_for(draft.id)
    keys = services.recordings._keys
    key = keys.for_writing(path) if keys is not None else None
    if key is not None:
        sealing = Sealing(key)
        sound = sealing.head + sealing.add(sound) + sealing.end()
    path.write_bytes(sound)
    recording = services.recordings.measured(draft.id, 42.0)
    return replace(draft, recording=recording, send_voice=True)


def idea(text: str = "A bench by the gate, please.") -> Draft:
    """A message that may be sent."""
    return Draft(kind=FeedbackKind.IDEA, topic="water", text=text, answer_wanted=True)
