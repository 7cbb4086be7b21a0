"""Models of some hundred kilobytes that the real libraries load: they understand nothing.

`tiny_whisper` is a whole Whisper in CTranslate2's layout, one layer each way, with weights made by
chance. Published models are hundreds of times larger and are nothing that a test may fetch.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy

_DEPTH = 64
_TOKENS = (
    "<|endoftext|>",
    "<|startoftranscript|>",
    "<|en|>",
    "<|zh|>",
    "<|translate|>",
    "<|transcribe|>",
    "<|startoflm|>",
    "<|startofprev|>",
    "<|nospeech|>",
    "<|notimestamps|>",
    *(f"<|{step * 0.02:.2f}|>" for step in range(1501)),
)


def tiny_whisper(folder: Path) -> Path:
    """Write an English Whisper model to `folder`."""
    from ctranslate2.specs import WhisperSpec

    folder.mkdir(parents=True)
    tokens = _write_tokenizer(folder / "tokenizer.json")
    spec = WhisperSpec(1, 2, 1, 2)
    spec.register_vocabulary(tokens)
    spec.config.suppress_ids = spec.config.suppress_ids_begin = []
    spec.config.alignment_heads = [[0, 0]]
    spec.config.lang_ids = [tokens.index("<|en|>")]
    _Weights().fill(spec, len(tokens))
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))
    return folder


def _write_tokenizer(path: Path) -> list[str]:
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    made = Tokenizer(models.BPE(vocab={one: i for i, one in enumerate(letters)}, merges=[]))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    made.add_special_tokens([AddedToken(one, special=True) for one in _TOKENS[:10]])
    made.add_tokens([AddedToken(one) for one in _TOKENS[10:]])
    made.save(str(path))
    return [*letters, *_TOKENS]


class _Weights:
    """The same chance every time."""

    def __init__(self) -> None:
        self._chance = numpy.random.default_rng(1)

    def fill(self, spec: Any, tokens: int) -> None:
        encoder, decoder = spec.encoder, spec.decoder
        encoder.conv1.weight, encoder.conv1.bias = self._some(_DEPTH, 80, 3), _zeros(_DEPTH)
        encoder.conv2.weight, encoder.conv2.bias = self._some(_DEPTH, _DEPTH, 3), _zeros(_DEPTH)
        encoder.position_encodings.encodings = self._some(1500, _DEPTH)
        decoder.embeddings.weight = decoder.projection.weight = self._some(tokens, _DEPTH)
        decoder.position_encodings.encodings = self._some(448, _DEPTH)
        decoder.scale_embeddings = False
        for side in (encoder, decoder):
            _even(side.layer_norm)
            for layer in side.layer:
                self._attention(layer.self_attention, (3, 1))
                self._forward(layer.ffn)
        for layer in decoder.layer:
            self._attention(layer.attention, (1, 2, 1))

    def _attention(self, part: Any, widths: tuple[int, ...]) -> None:
        _even(part.layer_norm)
        for linear, width in zip(part.linear, widths, strict=True):
            self._linear(linear, width * _DEPTH, _DEPTH)

    def _forward(self, part: Any) -> None:
        _even(part.layer_norm)
        self._linear(part.linear_0, 2 * _DEPTH, _DEPTH)
        self._linear(part.linear_1, _DEPTH, 2 * _DEPTH)

    def _linear(self, part: Any, out: int, into: int) -> None:
        part.weight, part.bias = self._some(out, into), _zeros(out)

    def _some(self, *shape: int) -> numpy.ndarray:
        return (self._chance.standard_normal(shape) * 0.05).astype(numpy.float32)


def _zeros(count: int) -> numpy.ndarray:
    return numpy.zeros(count, numpy.float32)


def _even(norm: Any) -> None:
    norm.gamma, norm.beta = numpy.ones(_DEPTH, numpy.float32), _zeros(_DEPTH)
