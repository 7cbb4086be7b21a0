"""The first message of a conversation as the database takes it: statements, and nothing between.

What decides whether it is taken is decided by the database itself, so that no lock waits for this
process; see server.config.together.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from server.config import together
from server.config.together import Rows, Statement
from server.feedback.models import Feedback

#: Of all columns, those that the database itself fills in.
_OWN = {"community_id", "reference"}
_FIELDS = [field for field in Feedback._meta.concrete_fields if field.attname not in _OWN]
_COLUMNS = ", ".join(str(field.column) for field in _FIELDS)
_MARKS = ", ".join(["%s"] * len(_FIELDS))
# Who takes a message back locks the counter's row first; so do we, before anything is looked at: a
# statement sees what was there when it began, however long it then waits. On SQLite a transaction
# that writes has the whole file.
_LOCK = (
    "SELECT n FROM communities_referencecounter WHERE community_id ="
    " (SELECT c.id FROM communities_community AS c WHERE {gate}) FOR UPDATE"
)
_COUNT = (
    "UPDATE communities_referencecounter SET n = n + 1 WHERE community_id ="
    " (SELECT c.id FROM communities_community AS c WHERE {gate})"
    " AND NOT EXISTS (SELECT 1 FROM feedback_feedback WHERE id = %s)"
    " AND NOT EXISTS (SELECT 1 FROM feedback_erasedfeedback WHERE id = %s)"
)
_INSERT = (
    f"INSERT INTO feedback_feedback (community_id, reference, {_COLUMNS})"  # noqa: S608
    f" SELECT c.id, r.n, {_MARKS} FROM communities_community AS c"
    " JOIN communities_referencecounter AS r ON r.community_id = c.id WHERE {gate}"
    " AND NOT EXISTS (SELECT 1 FROM feedback_erasedfeedback WHERE id = %s)"
    " ON CONFLICT (id) DO NOTHING RETURNING community_id, reference"
)


@dataclass(frozen=True)
class Gate:
    """What must hold that a message is taken.

    `condition` is one in SQL of the community, there called `c`, with its `values`. `before` is
    done first, in the same transaction, and stays whether the message is taken or not.
    """

    condition: str
    values: Sequence[object]
    before: Sequence[Statement] = ()


def store(message: Feedback, gate: Gate) -> tuple[bool, list[Rows]]:
    """Stores it unless its id was ever here; gives it the next number of its community.

    Returns whether it was taken, and the rows of `gate.before`. Raises IntegrityError when
    something else changed at the very moment: then nothing was done.
    """
    key = Feedback._meta.pk.get_db_prep_value(message.pk, connection)
    row = [field.get_db_prep_save(getattr(message, field.attname), connection) for field in _FIELDS]
    lock = [(_LOCK.format(gate=gate.condition), gate.values)]
    found = together.run(
        [
            *gate.before,
            *(lock if connection.features.has_select_for_update else ()),
            (_COUNT.format(gate=gate.condition), [*gate.values, key, key]),
            (_INSERT.format(gate=gate.condition), [*row, *gate.values, key]),
        ]
    )
    stored = found[-1]
    if stored:
        ((message.community_id, message.reference),) = stored
        message._state.adding, message._state.db = False, connection.alias
    return bool(stored), found[: len(gate.before)]


def of_id(community_id: int) -> Gate:
    """That one community."""
    return Gate("c.id = %s", [community_id])


def open_to_all(slug: str | None, also: Statement, before: Sequence[Statement]) -> Gate:
    """The community of an address (the first one for None) when every machine may send to it.

    `also` is a further condition.
    """
    sql, values = also
    if slug is None:
        named, given = "c.id = (SELECT min(id) FROM communities_community)", list[object]()
    else:
        named, given = "c.slug = %s", [slug]
    return Gate(f"{named} AND NOT c.only_joined AND {sql}", [*given, *values], before)
