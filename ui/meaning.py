"""What pressing something means, for whoever says it instead: yes, no, send, not to be undone."""

from __future__ import annotations

from enum import Flag, auto


class Means(Flag):
    """Said of what can be pressed. Whoever presses it by voice is asked first where it is FINAL."""

    NONE = 0
    YES = auto()  #: Said by “yes please”.
    NO = auto()  #: Said by “no thank you”.
    SEND = auto()  #: Lets words leave this computer. Said by “send message”.
    LOSE = auto()  #: What it throws away can't be brought back.
    FINAL = SEND | LOSE
