"""At the end of a world: where a computer, to which everything came, differs from the server."""

from __future__ import annotations

from typing import Any

from tests.drill_model import RANKS, Model, Said, Talk
from tests.drill_nursery import Line
from tests.ledger import Held, Ledger


def differences(model: Model, screen: Line, ledger: Ledger) -> list[str]:
    """What is not the same here and there. Empty when all has come, both ways."""
    if not screen:
        return ["the program does not live"]
    messages, replies, recordings = ledger.messages(), ledger.replies(), ledger.recordings()
    found = [f"still waits at the end: {id_}" for id_ in screen["waiting"]]
    for talk in model.talks.values():
        now = screen["conversations"].get(talk.first.id)
        if now is not None:
            found += _differs(talk, now, messages, replies, recordings)
    found += _notices_differ(screen["notices"], ledger.notices())
    if screen["media"]:
        found.append(f"{screen['media']} pictures or sounds are missing")
    return found


def claimed(talk: Talk) -> set[str]:
    """What the screen says that the server has."""
    if not talk.seen or talk.state not in RANKS:
        return set()
    return {id_ for id_, one in talk.seen["entries"].items() if one["mine"] and one["received"]}


def _notices_differ(here: dict[str, list[Any]], there: dict[str, dict[str, Any]]) -> list[str]:
    found = []
    for id_ in sorted(here.keys() | there.keys()):
        mine = tuple(here[id_][:2]) if id_ in here else None
        true = (there[id_]["revision"], there[id_]["state"]) if id_ in there else None
        if mine != true:
            found.append(f"notice {id_}: {mine} here, {true} on the server")
        elif _texts(there[id_]) != here[id_][2]:
            found.append(f"notice {id_} says something else than on the server")
    return found


def _differs(
    talk: Talk,
    now: Line,
    messages: dict[str, Held],
    replies: dict[str, dict[str, str]],
    recordings: dict[str, list[str]],
) -> list[str]:
    """Where a conversation at the end is not what it must be."""
    id_, found = talk.first.id, []
    held = messages.get(id_)
    if now["state"] in ("refused", "erased"):
        return [f"{now['state']} here, and on the server: {id_}"] if held is not None else []
    if held is None:
        return [f"{now['state']} here, and not on the server: {id_}"]
    if talk.taken_back:
        found.append(f"taken back, and not erased: {id_}")
    if now["state"] != held.state:
        found.append(f"{id_} is {now['state']} here and {held.state} on the server")
    told = {key: one["text"] for key, one in now["entries"].items() if not one["mine"]}
    if told != replies.get(id_, {}):
        found.append(f"{id_} has {len(told)} answers here, {len(replies.get(id_, {}))} there")
    for part in talk.parts.values():
        entry = now["entries"].get(part.id)
        if entry is not None and entry["refused"] is None:
            found += _not_there(part, messages, recordings)
    return found


def _not_there(
    said: Said, messages: dict[str, Held], recordings: dict[str, list[str]]
) -> list[str]:
    held = messages.get(said.id)
    if held is None:
        return [f"a part is not on the server: {said.id}"]
    whole = recordings.get(said.id, []) == ([said.voice] if said.voice else [])
    return [] if whole else [f"a recording is not on the server: {said.id}"]


def _texts(wire: dict[str, Any]) -> dict[str, list[str]]:
    return {tag: [text["title"], text["body"]] for tag, text in sorted(wire["texts"].items())}
