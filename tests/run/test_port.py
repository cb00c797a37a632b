"""PORT: the named one or none; without it the next free one."""

import socket
from collections.abc import Iterator

import pytest

from fahrwasser.run import CannotStart, port


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_named_port_is_used(taken: int) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    assert port.choose({"PORT": str(number)}) == ("127.0.0.1", number)


def test_named_port_that_is_taken_is_refused_in_words(taken: int) -> None:
    with pytest.raises(CannotStart, match=f"Port {taken} on 127.0.0.1 cannot be used: another program"):
        port.choose({"PORT": str(taken)})


def test_without_a_name_the_next_free_port_is_taken(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(port, "FIRST", taken)
    host, number = port.choose({})
    assert host == "127.0.0.1"
    assert taken < number < taken + port.TRIES


@pytest.mark.parametrize("word", ["abc", "0", "65536", "-1", "80 80", "²"])
def test_port_that_is_no_port_is_refused_in_words(word: str) -> None:
    with pytest.raises(CannotStart, match="must be a number from 1 to 65535"):
        port.choose({"PORT": word})


def test_host_that_is_not_ours_is_refused_in_words() -> None:
    with pytest.raises(CannotStart, match=r"Port 8000 on 192\.0\.2\.1 cannot be used"):
        port.choose({"HOST": "192.0.2.1", "PORT": "8000"})
