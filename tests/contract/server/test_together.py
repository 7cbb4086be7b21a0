"""Statements of several threads in one transaction or one journey: each has what is its own."""

from tests.servers import RunningServer

#: Eight threads, four times over; every third one breaks a rule in its second statement.
_MANY = """
import threading
from django.db import IntegrityError, connections
from server.config import together

COUNT = ("INSERT INTO api_knock (key, count, until) VALUES ('all', 1, %s)"
         " ON CONFLICT (key) DO UPDATE SET count = api_knock.count + 1 RETURNING count")
ONE = "INSERT INTO api_knock (key, count, until) VALUES (%s, 1, %s) RETURNING key"
together.run([(ONE, ["taken", 9])])
start, told = threading.Barrier(8), []

def work(number):
    start.wait()
    for turn in range(4):
        name = "taken" if number % 3 == 0 else f"{number}.{turn}"
        try:
            (count,), (key,) = together.run([(COUNT, [9]), (ONE, [name, 9])])
            told.append((count[0], key[0], name))
        except IntegrityError:
            told.append((None, name, name))
    connections.close_all()

threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
[one.start() for one in threads]
[one.join() for one in threads]
good = [one for one in told if one[0] is not None]
assert len(told) == 32 and len(good) == 20, told
assert all(key == name for _, key, name in told), told
assert sorted(count for count, _, _ in good) == list(range(1, 21)), told
assert together.read(("SELECT count FROM api_knock WHERE key = %s", ["all"])) == [(20,)]
print("each has its own")
"""


def test_each_thread_has_what_is_its_own(server: RunningServer) -> None:
    assert "each has its own" in server.manage("shell", "-c", _MANY)
