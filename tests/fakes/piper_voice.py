"""A Piper voice of two kilobytes, made by hand: real onnxruntime runs it, a tone is its speech.

An ONNX file is a protobuf (onnx/onnx.proto); only the few fields that are needed are written. Like
a real voice it takes `input`, `input_lengths` and `scales` and gives more sound for more phonemes
and for a greater length scale.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path

SAMPLE_RATE = 16_000
_SAMPLES_A_PHONEME = 700.0
_FLOAT, _INT64 = 1, 7  # TensorProto.DataType


def make_voice(folder: Path, name: str, language: str, pitch: float = 440.0) -> Path:
    """Write `name`.onnx and its JSON; `language` such as "en_GB" or "zh_CN"."""
    from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.onnx"
    told = {
        "audio": {"sample_rate": SAMPLE_RATE},
        "espeak": {"voice": "cmn" if language.startswith("zh") else "en-us"},
        "language": {"code": language},
        "num_symbols": 256,
        "num_speakers": 1,
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "phoneme_id_map": DEFAULT_PHONEME_ID_MAP,
    }
    Path(f"{path}.json").write_text(json.dumps(told), "utf-8")
    path.write_bytes(_model(pitch))
    return path


def _varint(value: int) -> bytes:
    value &= (1 << 64) - 1
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes | str) -> bytes:
    data = value.encode() if isinstance(value, str) else value
    return _varint(field << 3 | 2) + _varint(len(data)) + data


def _node(operation: str, inputs: str, output: str, to: int | None = None) -> bytes:
    node = b"".join(_bytes(1, name) for name in inputs.split())
    node += _bytes(2, output) + _bytes(4, operation)
    if to is not None:
        node += _bytes(5, _bytes(1, "to") + _number(3, to) + _number(20, 2))
    return _bytes(1, node)


def _constant(name: str, values: list[float] | list[int], scalar: bool = True) -> bytes:
    whole = isinstance(values[0], int)
    raw = struct.pack(f"<{len(values)}{'q' if whole else 'f'}", *values)
    shape = b"" if scalar else _number(1, len(values))
    kind = _INT64 if whole else _FLOAT
    return _bytes(5, shape + _number(2, kind) + _bytes(8, name) + _bytes(9, raw))


def _value(field: int, name: str, kind: int, dimensions: list[str]) -> bytes:
    shape = b"".join(_bytes(1, _bytes(2, one)) for one in dimensions)
    tensor = _number(1, kind) + _bytes(2, shape)
    return _bytes(field, _bytes(1, name) + _bytes(2, _bytes(1, tensor)))


def _model(pitch: float) -> bytes:
    graph = b"".join([
        _node("Shape", "input", "shape"),
        _node("Gather", "shape second", "count"),
        _node("Cast", "count", "phonemes", _FLOAT),
        _node("Gather", "scales second", "stretch"),
        _node("Mul", "phonemes stretch", "long"),
        _node("Mul", "long each", "wanted"),
        _node("Cast", "wanted", "samples", _INT64),
        _node("Range", "zero samples one", "steps"),
        _node("Cast", "steps", "time", _FLOAT),
        _node("Mul", "time step", "angle"),
        _node("Sin", "angle", "tone"),
        _node("Reshape", "tone whole", "output"),
        _bytes(2, "tone"),
        _constant("second", [1]),
        _constant("zero", [0]),
        _constant("one", [1]),
        _constant("each", [_SAMPLES_A_PHONEME]),
        _constant("step", [6.283185 * pitch / SAMPLE_RATE]),
        _constant("whole", [1, 1, -1], scalar=False),
        _value(11, "input", _INT64, ["batch", "phonemes"]),
        _value(11, "input_lengths", _INT64, ["batch"]),
        _value(11, "scales", _FLOAT, ["three"]),
        _value(12, "output", _FLOAT, ["batch", "channel", "samples"]),
    ])  # fmt: skip
    return _number(1, 8) + _bytes(7, graph) + _bytes(8, _bytes(1, "") + _number(2, 13))
