#!/usr/bin/env python3
"""Brings the translations up to the code: `python resources/translations/merge.py`.

The words themselves are in the JSON files beside this one, a folder a language (`zh`, `en`), in
as many files as one likes: `{"Context": {"English source": "translation"}}`. A text with a number
has as many forms as the language (`["%n day", "%n days"]` in English; one in Chinese, which may
stand without brackets). English needs only those. From the code and the words come
`footbridge_zh_CN.ts` and `footbridge_en.ts`, and the `.qm` files that the program loads. Needs
PySide6's lupdate and lrelease. The exit code is 1 when something is missing or wrong; what is
there is compiled all the same.

`--pseudo FOLDER` writes `footbridge_pseudo.qm` there: English with accents, 40 % longer and in
⟦brackets⟧, which shows what would not fit, and what is not up for translation at all.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


@dataclass(frozen=True, slots=True)
class Target:
    """One translation: its folder of words, Qt's tag, how many plural forms it has."""

    folder: str
    tag: str
    forms: int
    plural_only: bool = False


TARGETS = (Target("zh", "zh_CN", 1), Target("en", "en", 2, plural_only=True))
#: Context and source text.
Key = tuple[str, str]
#: One text for most sources; the forms where there is a number.
Forms = tuple[str, ...]
#: From a source to its translation: (context, source, number of forms), or None where missing.
Translator = Callable[[str, str, int], Forms | None]

_PLACEHOLDER = re.compile(r"\{[^{}]*\}|%n|%L?\d+")


def read_words(folder: Path) -> tuple[dict[Key, Forms], list[str]]:
    """All words of a language, and what is wrong in the files."""
    words: dict[Key, Forms] = {}
    wrong: list[str] = []
    for file in sorted(folder.glob("*.json")):
        try:
            contexts = json.loads(file.read_text("utf-8"))
            entries = [
                ((context, source), (text,) if isinstance(text, str) else tuple(text))
                for context, texts in contexts.items()
                for source, text in texts.items()
            ]
        except (ValueError, AttributeError, TypeError) as problem:
            wrong.append(f"{file.name} can't be read: {problem}")
            continue
        for key, forms in entries:
            if words.setdefault(key, forms) != forms:
                wrong.append(f"{file.name}: [{key[0]}] {key[1]!r} is translated in two ways")
    return words, wrong


def tool(name: str, *arguments: str | Path) -> None:
    """Run one of PySide6's tools; raises CalledProcessError when it fails."""
    start = (
        "import sys; from PySide6.scripts import pyside_tool; sys.exit(getattr(pyside_tool, {})())"
    )
    command = [sys.executable, "-c", start.format(repr(name)), *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)  # noqa: T201
        done.check_returncode()


def collect(file: Path, tag: str, *, plural_only: bool) -> None:
    """Write the texts of the code into the .ts `file`, keeping what it holds."""
    code = sorted(path.relative_to(ROOT) for path in (ROOT / "ui").rglob("*.py"))
    only = ["-pluralonly"] if plural_only else []
    languages = ["-source-language", "en", "-target-language", tag]
    # Without line numbers the file changes only when a text does.
    rest = ["-no-obsolete", "-locations", "none", "-silent"]
    tool("lupdate", *code, *only, "-ts", file, *languages, *rest)


def entries(
    tree: ElementTree.ElementTree[ElementTree.Element],
) -> Iterator[tuple[str, ElementTree.Element]]:
    """Every message with its context."""
    for context in tree.iter("context"):
        for message in context.iter("message"):
            yield context.findtext("name", ""), message


def fill(file: Path, forms: int, translate: Translator) -> list[str]:
    """Put the translations into the .ts `file`; returns what is missing or wrong."""
    tree = ElementTree.parse(file)  # noqa: S314 - lupdate has just written it
    wrong: list[str] = []
    for context, message in entries(tree):
        source = message.findtext("source", "")
        numbered = message.get("numerus") == "yes"
        found = translate(context, source, forms if numbered else 1)
        fault = fault_of(source, found, forms if numbered else 1)
        if fault:
            wrong.append(f"{file.name}: [{context}] {source!r} {fault}")
        put(message, found, numbered, finished=not fault)
    ElementTree.indent(tree, "    ")
    text = ElementTree.tostring(tree.getroot(), encoding="unicode")
    file.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n', "utf-8")
    return wrong


def fault_of(source: str, found: Forms | None, forms: int) -> str:
    """What is wrong with a translation, empty when nothing is."""
    if found is None or not all(text.strip() for text in found):
        return "has no translation"
    if len(found) != forms:
        return f"needs {forms} form(s), not {len(found)}"
    wanted = sorted(_PLACEHOLDER.findall(source))
    for text in found:
        there = sorted(_PLACEHOLDER.findall(text))
        # One of several forms may leave the number out: "one answer".
        if there != wanted and not (forms > 1 and there == [p for p in wanted if p != "%n"]):
            return f"has other placeholders in {text!r}"
    return ""


def put(message: ElementTree.Element, found: Forms | None, numbered: bool, finished: bool) -> None:
    """Write one translation into its message."""
    node = message.find("translation")
    if node is None:
        node = ElementTree.SubElement(message, "translation")
    node.clear()
    if not finished:
        node.set("type", "unfinished")
    if numbered:
        for text in found or ("",):
            ElementTree.SubElement(node, "numerusform").text = text
    else:
        node.text = found[0] if found else ""


def merge(target: Target, folder: Path = HERE) -> list[str]:
    """Bring one translation up to the code and compile it; returns what is missing or wrong."""
    words, wrong = read_words(folder / target.folder)
    file = folder / f"footbridge_{target.tag}.ts"
    used: set[Key] = set()

    def translate(context: str, source: str, forms: int) -> Forms | None:
        used.add((context, source))
        return words.get((context, source))

    collect(file, target.tag, plural_only=target.plural_only)
    wrong += fill(file, target.forms, translate)
    for context, source in sorted(set(words) - used):
        wrong.append(f"{target.folder}: [{context}] {source!r} is not in the code (any more)")
    strict = [] if wrong else ["-fail-on-unfinished"]
    tool("lrelease", "-silent", *strict, file, "-qm", file.with_suffix(".qm"))
    return wrong


# --- The pseudo-language ---------------------------------------------------------------------
_ACCENTS = str.maketrans("aceilnoruyACEILNORUYszdg", "áçéíĺñóŕúýÁÇÉÍĹÑÓŔÚÝšžďğ")
#: How much longer; the rule of thumb for English into German or Finnish.
LONGER = 1.4


def pseudo(text: str) -> str:
    """`text` with accents, about 40 % longer by longer words, in brackets; placeholders kept."""
    parts = _PLACEHOLDER.split(text)
    kept = [*_PLACEHOLDER.findall(text), ""]
    return "⟦" + "".join(_stretch(p) + k for p, k in zip(parts, kept, strict=True)) + "⟧"


def _stretch(text: str) -> str:
    wanted = len(text) * LONGER - len(text)
    made: list[str] = []
    for number, letter in enumerate(text, 1):
        made.append(letter.translate(_ACCENTS))
        due = wanted * number / max(1, len(text)) - (len(made) - number)
        if due >= 1 and letter.isalpha():
            made.append(letter.lower().translate(_ACCENTS))
    return "".join(made)


def make_pseudo(folder: Path) -> Path:
    """Compile the pseudo-language into `folder`; returns the .qm file."""
    english, _ = read_words(HERE / "en")
    file = folder / "footbridge_pseudo.ts"

    def translate(context: str, source: str, forms: int) -> Forms:
        plain = english.get((context, source), (source,) * forms)
        return tuple(pseudo(text) for text in plain)

    collect(file, "en", plural_only=False)
    fill(file, 2, translate)
    tool("lrelease", "-silent", file, "-qm", file.with_suffix(".qm"))
    return file.with_suffix(".qm")


def main(arguments: Sequence[str] | None = None) -> int:
    """Merge all languages, or make the pseudo-language; returns the exit code."""
    parser = argparse.ArgumentParser(description="Brings the translations up to the code.")
    parser.add_argument("--pseudo", type=Path, metavar="FOLDER", help="make the pseudo-language")
    given = parser.parse_args(arguments)
    if given.pseudo:
        given.pseudo.mkdir(parents=True, exist_ok=True)
        print(make_pseudo(given.pseudo))  # noqa: T201
        return 0
    wrong = [line for target in TARGETS for line in merge(target)]
    for line in wrong:
        print(line)  # noqa: T201
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
