"""Looking into a source: which pack is it, and in which language, before a byte is copied."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.safe_names import is_safe_path
from app.domain.speech_pack import (
    PackFile,
    PackKind,
    SpeechPack,
    id_from_name,
    kind_of,
    language_in_name,
    voices_in,
)
from app.errors import BadData, PackProblem
from app.formats.speech_pack import MANIFEST, MANIFEST_LIMIT, NewerPack, read_manifest
from app.speech.pack_source import Source, opened

_ASK = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A pack that could be put in. Its `language` is empty where somebody must tell it."""

    path: Path
    pack: SpeechPack
    top: str
    """The folder inside the source, with "/" at its end, or empty."""

    @property
    def asks_language(self) -> bool:
        """Whether nothing tells which language it is for."""
        return self.pack.language == _ASK

    def in_language(self, language: str | None) -> Offer:
        """The same, where nothing else tells for that language. Raises PackProblem."""
        if not self.asks_language:
            return self
        if not language:
            raise PackProblem("pack_language")
        return replace(self, pack=replace(self.pack, language=language))


def look_into(path: Path) -> Offer:
    """The one pack at `path`. Raises PackProblem."""
    with opened(path) as source:
        return offer_of(path, source)


def offer_of(path: Path, source: Source) -> Offer:
    """The one pack in `source`, by its manifest or by what its files are. Raises PackProblem."""
    with_manifest = [top for top in _tops(source) if f"{top}{MANIFEST}" in source.files]
    if with_manifest:
        top = _only(with_manifest)
        return Offer(path, _described(source, top), top)
    top = _only([top for top in _tops(source) if kind_of(_below(source, top))])
    return Offer(path, _recognised(source, top), top)


def _only(tops: list[str]) -> str:
    if len(tops) != 1:
        raise PackProblem("pack_several" if tops else "pack_none")
    return tops[0]


def _tops(source: Source) -> Iterator[str]:
    """The folders in which a pack may begin: the top and two below."""
    seen = {""}
    for path in source.files:
        parts = path.split("/")[:-1]
        seen.update("/".join(parts[:depth]) + "/" for depth in (1, 2) if len(parts) >= depth)
    yield from sorted(seen)


def _below(source: Source, top: str) -> dict[str, int]:
    return {
        path.removeprefix(top): size for path, size in source.files.items() if path.startswith(top)
    }


def _described(source: Source, top: str) -> SpeechPack:
    """As the manifest says; the files must be there in their sizes."""
    data = _small(source, f"{top}{MANIFEST}", MANIFEST_LIMIT)
    try:
        pack = read_manifest(data)
    except NewerPack as error:
        raise PackProblem("pack_newer", str(error)) from error
    except BadData as error:
        raise PackProblem("pack_damaged", str(error)) from error
    there = _below(source, top)
    if any(there.get(file.path) != file.size for file in pack.files):
        raise PackProblem("pack_damaged", "a file is missing or has another size")
    if kind_of([file.path for file in pack.files]) is not pack.kind:
        raise PackProblem("pack_damaged", "not what it says it is")
    return pack


def _recognised(source: Source, top: str) -> SpeechPack:
    """A model as its makers publish it: nobody wrote down what its files hold."""
    there = _below(source, top)
    kind = kind_of(there)
    assert kind is not None
    name = top.rstrip("/").rpartition("/")[2] or source.name
    paths = sorted(there)
    if kind is PackKind.PIPER:
        voice = voices_in(there)[0]
        name, paths = voice.removesuffix(".onnx"), [voice, f"{voice}.json"]
    if not all(is_safe_path(path) for path in paths):
        raise PackProblem("pack_unsafe", "a way that leads elsewhere")
    language = language_in_name(name) or _ASK
    if kind is PackKind.PIPER:
        language = _voice_language(_small(source, f"{top}{name}.onnx.json", MANIFEST_LIMIT))
    files = tuple(PackFile(path, there[path], "") for path in paths)
    return SpeechPack(
        id=id_from_name(name),
        name={"en": name, "zh-CN": name},
        language=language,
        kind=kind,
        files=files,
        checked=False,
    )


def _voice_language(data: bytes) -> str:
    """Of a Piper voice: its configuration names it. Others than ours can't be put in."""
    try:
        told = json.loads(data)
        name = str(told.get("language", {}).get("code") or told["espeak"]["voice"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PackProblem("pack_damaged", "not a voice's configuration") from error
    language = language_in_name(name)
    if language is None:
        raise PackProblem("pack_newer", "a language not known")
    return language


def _small(source: Source, path: str, limit: int) -> bytes:
    if source.files[path] > limit:
        raise PackProblem("pack_damaged", "the description is too long")
    data = bytearray()
    for piece in source.pieces(path):
        data += piece
        if len(data) > limit:
            raise PackProblem("pack_damaged", "the description is too long")
    return bytes(data)
