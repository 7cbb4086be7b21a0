"""A medium of which only the first part came."""

from __future__ import annotations


class HalfMedia:
    """What came of one medium before the line was cut; the next run goes on from there."""

    def __init__(self) -> None:
        self._sha256 = ""
        self._content = bytearray()

    def of(self, sha256: str) -> bytearray:
        """What is here of that medium; what was here of another one is dropped."""
        if sha256 != self._sha256:
            self._sha256, self._content = sha256, bytearray()
        return self._content

    def drop(self) -> None:
        """It is whole, or will never be."""
        self._sha256 = ""
