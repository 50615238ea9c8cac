"""Reading a file, whatever it calls itself: what it is, its first bytes say."""

from __future__ import annotations

from pathlib import PurePath

from discussion.model.errors import BadInput
from discussion.parsing.case import Block, Reading, cut
from discussion.parsing.decoding import decode
from readings import limits
from readings.pdf import blocks_of_pdf
from readings.text import blocks_of_text
from readings.word import blocks_of_word

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_PDF_STARTS_WITHIN = 1024


def read(name: str, data: bytes) -> Reading:
    """Read a reading or case study: text, Markdown, PDF or Word.

    ``name`` is the file's own; it becomes the title where the document has none. Call this in the
    worker (``readings.worker``) for files that people attach. Raises ``BadInput`` with one sentence
    for whatever cannot be read.
    """
    path = PurePath(name.replace("\\", "/"))
    kind = path.suffix.casefold()
    if kind == ".doc":
        raise BadInput(limits.WORD_OLD)
    if kind not in limits.KINDS:
        raise BadInput(limits.WRONG_KIND)
    if not data.strip():
        raise BadInput(limits.EMPTY)
    if len(data) > limits.MOST_BYTES:
        raise BadInput(limits.TOO_LARGE)
    blocks = _blocks(kind, data)
    if sum(len(block.text) for block in blocks) > limits.MOST_CHARACTERS:
        raise BadInput(limits.TOO_LONG)
    return cut(blocks, _spoken_name(path.stem))


def _blocks(kind: str, data: bytes) -> list[Block]:
    if data.startswith(_OLD_OFFICE):
        raise BadInput(limits.WORD_LOCKED if _ENCRYPTED_OFFICE in data else limits.WORD_OLD)
    if b"%PDF-" in data[:_PDF_STARTS_WITHIN]:
        return blocks_of_pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return blocks_of_word(data)
    if kind == ".pdf":
        raise BadInput(limits.PDF_BROKEN)
    if kind == ".docx":
        raise BadInput(limits.WORD_BROKEN)
    return blocks_of_text(decode(data), markdown=kind in (".md", ".markdown"))


def _spoken_name(stem: str) -> str:
    return " ".join(stem.replace("_", " ").replace("-", " ").split()) or "Reading"
