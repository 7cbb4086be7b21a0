"""Two hundred random sequences of say, stop, skip and speed: what is lit, and what is heard."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from statistics import median

import pytest

from tests.contract.speech.conftest import wait_until
from tests.contract.speech.walk import SoundJudge, Walk, judge_light
from tests.sound import Recording, VirtualSound

SEQUENCES = 200
LANES = 5  # readers with a loudspeaker each, so that it takes a fifth of the time
#: Light and sound are of one place: the bench says how near; here a busy machine may be late.
LATE_S = 0.15


@pytest.fixture
def lanes(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[Walk, Recording]]]:
    """Readers, each with a loudspeaker of its own that is listened to."""
    with ExitStack() as stack:
        cards = [stack.enter_context(VirtualSound()) for _ in range(LANES)]
        with ThreadPoolExecutor(LANES) as pool:  # each takes two seconds to hear its first sample
            recordings = [*pool.map(lambda card: stack.enter_context(card.record()), cards)]
        made = []
        for seed, card in enumerate(cards):
            for name, value in card.environment.items():
                monkeypatch.setenv(name, value)
            walk = Walk(seed)
            stack.callback(walk.close)
            wait_until(lambda walk=walk: walk.voice.pid is not None)
            made.append((walk, recordings[seed]))
        yield made


def test_two_hundred_random_sequences(lanes: list[tuple[Walk, Recording]]) -> None:
    """None lost, none doubled, nothing after a stop; the light in order, where the sound is."""
    threads = [
        threading.Thread(target=walk.run, args=(SEQUENCES // LANES,), name=f"lane-{number}")
        for number, (walk, _) in enumerate(lanes)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    late: list[float] = []
    whole = found = 0
    for walk, recording in lanes:
        wait_until(lambda recording=recording: recording.quiet_for(0.5))
        walk.close()
        model, judge = judge_light(walk.voice.log), SoundJudge(recording)
        for utterance in model.utterances:
            judge.hear(utterance)
        assert judge.unexplained(model.utterances) == []
        late += judge.late
        whole += sum(utterance.whole for utterance in model.utterances)
        found += judge.found
    assert whole > SEQUENCES / 2, "too little was heard to its end to judge by"
    assert found > SEQUENCES, "too little was heard to judge by"
    assert abs(median(late)) < LATE_S
