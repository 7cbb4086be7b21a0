"""What can be asked for by voice."""

from __future__ import annotations

import itertools
import json

import pytest

from app.domain.commands import COMMANDS, Command, command_of
from app.speech.ear.models import command_files


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_command_can_be_said_in_every_language(language: str) -> None:
    assert sorted(COMMANDS[language].values()) == sorted(Command)
    for phrase, command in COMMANDS[language].items():
        assert command_of(phrase, language) is command


def test_only_the_whole_phrase_counts() -> None:
    assert command_of("Go  HOME ", "en") is Command.HOME
    assert command_of("i want to go home", "en") is None
    assert command_of("go", "en") is None
    assert command_of("", "en") is None
    assert command_of("go home", "zh") is None
    assert command_of("go home", "xx") is None
    assert command_of("下 一 页", "zh") is Command.NEXT_PAGE
    assert command_of("下一页吧", "zh") is None


def test_numbers() -> None:
    assert [command_of(f"第{n}个", "zh") for n in "一九"] == [Command.NUMBER_1, Command.NUMBER_9]
    assert Command.NUMBER_7.number == 7
    assert Command.NEXT_PAGE.number is None
    assert [one.number for one in Command if one.number] == list(range(1, 10))


def test_the_model_knows_every_word_of_the_phrases() -> None:
    files = command_files("en")
    spoken = {line.split()[0] for line in files.dictionary.read_text("utf-8").splitlines()}
    words = {word for phrase in COMMANDS["en"] for word in phrase.split()}
    assert words <= spoken
    pairs = files.language_model.read_text("utf-8").split("\\2-grams:")[1].split("\\3-grams:")[0]
    found = {" ".join(line.split()[1:3]) for line in pairs.splitlines() if line.strip()}
    for phrase in COMMANDS["en"]:
        said = ["<s>", *phrase.split(), "</s>"]
        pairs_said = {f"{a} {b}" for a, b in itertools.pairwise(said)}
        assert pairs_said <= found, json.dumps(phrase)
