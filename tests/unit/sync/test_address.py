"""What a person types as an address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import ConnectionProblem
from app.sync.address import tidy_address


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("https://willow.example", "https://willow.example"),
        ("  willow.example  ", "https://willow.example"),
        ("Willow.Example/", "https://willow.example"),
        ("https://willow.example/api/v1/head", "https://willow.example"),
        ("https://willow.example/c/lane/api/v1", "https://willow.example/c/lane"),
        ("https:willow.example", "https://willow.example"),
        ("HTTP://willow.example:8000//c//lane/", "http://willow.example:8000/c/lane"),
        ("ｈｔｔｐｓ：／／ｗｉｌｌｏｗ．ｅｘａｍｐｌｅ", "https://willow.example"),
        ("willow。example", "https://willow.example"),
        ("willow.example:8443", "https://willow.example:8443"),
        ("localhost:8000", "http://localhost:8000"),
        ("127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("192.168.1.20", "http://192.168.1.20"),
        ("[::1]:8000", "http://[::1]:8000"),
        ("willow.local", "http://willow.local"),
        ("8.8.8.8", "https://8.8.8.8"),
        ("柳巷.example", "https://xn--wst25t.example"),
        ("“https://willow.example”", "https://willow.example"),
    ],
)
def test_it_is_made_tidy(typed: str, tidy: str) -> None:
    assert tidy_address(typed) == tidy
    assert tidy_address(tidy) == tidy


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "ftp://willow.example",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://",
        "https://user:secret@willow.example",
        "https://willow.example/?a=b",
        "https://willow.example/#top",
        "https://willow.example/../x",
        "https://willow.example:99999",
        "https://-willow.example",
        "https://" + "a" * 64 + ".example",
        "hello world!",
        "https://[::1",
        "a\0b",
    ],
)
def test_what_is_no_address_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(ConnectionProblem) as refused:
        tidy_address(typed)
    assert refused.value.code == "no_community"


@given(st.text(max_size=60))
def test_anything_typed_is_tidy_or_refused(typed: str) -> None:
    try:
        address = tidy_address(typed)
    except ConnectionProblem as refused:
        code = refused.code
    else:
        code = "no_community"
        assert address.startswith(("http://", "https://"))
        assert tidy_address(address) == address
    assert code == "no_community"
