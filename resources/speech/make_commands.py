"""Makes what English commands are heard with, beside this file: `commands.en.lm` and
`commands.en.dict`. Run it again after changing the phrases in `app/domain/commands.py`:

    .venv/bin/python resources/speech/make_commands.py

A small n-gram model knows the phrases and, so that anything else is heard as something else, decoy
words: the most frequent words of the dictation model, and words that sound like words of the
phrases. The result depends on the phrases and on the models in the wheel only, never on a clock
or on chance.

Tried on flite's voices kal16, awb and slt, and left out, as they lost as many phrases as they saved
mistakes: phrases with one word changed for a sound-alike among the decoys, in the same model or in
a second one; a thousand frequent words instead of 400; phrases 60 or 120 times instead of 25.
"""

from __future__ import annotations

import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from pocketsphinx import Config, LogMath, NGramModel
from pocketsphinx.lm import ArpaBoLM

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from app.domain.commands import COMMANDS  # noqa: E402
from app.domain.segment import ENGLISH  # noqa: E402
from app.speech.ear.models import sphinx_files  # noqa: E402

PHRASE_WEIGHT = 25
FREQUENT = 400
ALIKE = 12  # sound-alikes for each word of a phrase
STRINGS = 1600
SEED = 20240601
_PLAIN = re.compile(r"[a-z]+")
_VARIANT = re.compile(r"\(\d+\)$")

Pronunciations = dict[str, list[list[str]]]


def read_dictionary(path: Path) -> Pronunciations:
    """Word -> its pronunciations, each a list of ARPAbet phones."""
    found: Pronunciations = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        word, *phones = line.split()
        found[_VARIANT.sub("", word)].append(phones)
    return found


def distance(first: list[str], second: list[str]) -> int:
    """How many phones must be changed, added or left out (Levenshtein)."""
    row = list(range(len(second) + 1))
    for i, one in enumerate(first, start=1):
        before, row[0] = row[0], i
        for j, other in enumerate(second, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (one != other))
    return row[-1]


def by_frequency(words: Iterable[str], model: NGramModel) -> list[str]:
    """The most frequent first."""
    return sorted(words, key=lambda word: (-model.prob([word]), word))


def alike(word: str, ordered: list[str], spoken: Pronunciations) -> Iterator[str]:
    """The most frequent words that differ from `word` in one phone, then in two."""
    for apart in (1, 2):
        for other in ordered:
            if min(distance(a, b) for a in spoken[word] for b in spoken[other]) == apart:
                yield other


def candidates(phrase_words: set[str], spoken: Pronunciations, model: NGramModel) -> list[str]:
    """The words that decoys are taken from, the most frequent first."""
    plain = (word for word in spoken if _PLAIN.fullmatch(word) and word not in phrase_words)
    ordered = by_frequency((w for w in plain if len(w) > 1 or w in ("a", "i")), model)[:8000]
    same = {tuple(p) for word in phrase_words for p in spoken[word]}
    return [word for word in ordered if not same & {tuple(p) for p in spoken[word]}]


def corpus(phrases: Iterable[str], others: list[str], words: list[str]) -> str:
    """The sentences that the model is made of."""
    chance = random.Random(SEED)  # noqa: S311 - the same at every run
    lines = [phrase for phrase in sorted(phrases) for _ in range(PHRASE_WEIGHT)]
    lines += others
    pool = others + words
    lines += [" ".join(chance.choices(pool, k=chance.randint(2, 7))) for _ in range(STRINGS)]
    return "\n".join(f"<s> {line} </s>" for line in lines) + "\n"


def write_model(text: str, name: str) -> None:
    """The trigram model of these sentences."""
    made = ArpaBoLM(text=text)
    made.compute()
    made.write_file(str(HERE / name))


def write_dictionary(words: Iterable[str], spoken: Pronunciations) -> None:
    """How the words are said."""
    with (HERE / "commands.en.dict").open("w", encoding="utf-8") as file:
        for word in sorted(words):
            for index, phones in enumerate(spoken[word], start=1):
                name = word if index == 1 else f"{word}({index})"
                file.write(f"{name} {' '.join(phones)}\n")


def main() -> None:
    """Write both files."""
    files = sphinx_files()
    model = NGramModel(Config(lm=None, dict=None, hmm=None), LogMath(), str(files.language_model))
    spoken = read_dictionary(files.dictionary)
    phrases = COMMANDS[ENGLISH]
    words = {word for phrase in phrases for word in phrase.split()}
    ordered = candidates(words, spoken, model)
    similar = {word: list(islice(alike(word, ordered, spoken), ALIKE)) for word in sorted(words)}
    others = sorted({*ordered[:FREQUENT], *(one for found in similar.values() for one in found)})
    text = corpus(phrases, others, sorted(words))
    write_model(text, "commands.en.lm")
    write_dictionary(words | set(others), spoken)
    print(f"{len(words)} words of phrases, {len(others)} decoys")  # noqa: T201


if __name__ == "__main__":
    main()
