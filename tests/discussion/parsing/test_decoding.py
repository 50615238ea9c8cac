"""Text files in the encodings that people's programs write."""

from __future__ import annotations

import pytest

from discussion.model.errors import BadInput
from discussion.parsing.decoding import decode
from tests.discussion.material import is_plain

WESTERN = "Où est passé l’œuvre ? Größe, naïve façade – “quoted”… 5 €.\r\nPlain line."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_western_text_is_read(encoding: str) -> None:
    assert decode(WESTERN.encode(encoding)) == WESTERN


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_any_writing_is_read_from_utf_16_with_a_mark(mark: bytes) -> None:
    encoding = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    assert decode(mark + "Беседа 会話".encode(encoding)) == "Беседа 会話"


@pytest.mark.parametrize(
    "data",
    [
        "Беседа за чаем".encode("cp1251"),
        "Συζήτηση".encode("cp1253"),
        "会話をはじめる".encode("shift-jis"),
        "Zażółć gęślą jaźń, żółw śpi".encode("cp1250"),
        WESTERN.encode("utf-16-le"),
        WESTERN.encode("utf-32"),
        b"\xff\xfe\x00",
        b"\xff\xfe\x00\xd8",
        bytes(range(256)),
        b"\x01\x02\x03\x04text",
    ],
)
def test_what_would_be_read_wrongly_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        decode(data)
    assert is_plain(refused.value)
