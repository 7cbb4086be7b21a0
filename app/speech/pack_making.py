"""Making a speech pack of a model's folder: `python -m app pack make`; see docs/speech-packs.md."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import replace
from pathlib import Path

from app.domain.language import Words
from app.domain.speech_pack import ID_PATTERN, PackFile, SpeechPack, id_from_name
from app.formats.speech_pack import MANIFEST, write_manifest
from app.speech.pack_reading import offer_of
from app.speech.pack_source import FolderSource

#: The same for every pack, so that the same model makes the same pack.
_DATE = (2020, 1, 1, 0, 0, 0)


def make_pack(
    folder: Path,
    target: Path,
    *,
    name: Words,
    language: str | None,
    version: str,
    licence: str,
    pack_id: str | None = None,
) -> SpeechPack:
    """Write the pack of the model in `folder` to the ZIP `target`.

    Raises PackProblem for what is no model, ValueError for an id that is none, OSError.
    """
    source = FolderSource(folder)
    offer = offer_of(folder, source).in_language(language)
    pack_id = pack_id or id_from_name(folder.name)
    if not ID_PATTERN.fullmatch(pack_id):
        raise ValueError(pack_id)
    pack = replace(
        offer.pack, id=pack_id, name=name, version=version, licence=licence, checked=True
    )
    if language is not None:
        pack = replace(pack, language=language)
    files: list[PackFile] = []
    with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for file in pack.files:
            digest, size = hashlib.sha256(), 0
            entry = zipfile.ZipInfo(f"{pack.id}/{file.path}", _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            with archive.open(entry, "w", force_zip64=file.size > 2**31) as written:
                for piece in source.pieces(f"{offer.top}{file.path}"):
                    digest.update(piece)
                    size += len(piece)
                    written.write(piece)
            files.append(PackFile(file.path, size, digest.hexdigest()))
        pack = replace(pack, files=tuple(files))
        entry = zipfile.ZipInfo(f"{pack.id}/{MANIFEST}", _DATE)
        archive.writestr(entry, write_manifest(pack))
    return pack
