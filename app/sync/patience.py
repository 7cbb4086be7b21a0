"""How long to wait for a far end. Apart from `transport`, which takes long to load."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds: to connect, for the next bytes, and for an answer in all."""

    connect_s: float = 10.0
    silence_s: float = 20.0
    answer_s: float = 120.0
    media_s: float = 600.0
