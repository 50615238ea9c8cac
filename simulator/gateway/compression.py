"""The gateway's transport compression: one stream per socket, flushed after every message."""

import zlib
from typing import Protocol

from simulator.state.errors import ApiError


class FrameEncoder(Protocol):
    """Turns one JSON text into one WebSocket frame."""

    def encode(self, text: str) -> bytes | str:
        """Return the frame's content: bytes for a binary frame, text for a plain one."""


class PlainEncoder:
    """No compression: JSON in text frames."""

    def encode(self, text: str) -> str:
        """Return the text unchanged."""
        return text


class ZlibEncoder:
    """`compress=zlib-stream`: a shared deflate context, each message ended by a sync flush."""

    def __init__(self) -> None:
        self._stream = zlib.compressobj(1)

    def encode(self, text: str) -> bytes:
        """Return the next piece of the stream, ending in 00 00 FF FF."""
        return self._stream.compress(text.encode()) + self._stream.flush(zlib.Z_SYNC_FLUSH)


class ZstdEncoder:
    """`compress=zstd-stream`: one Zstandard frame for the socket's life, a block per message."""

    def __init__(self) -> None:
        # The package is optional; without it the other ways remain.
        import zstandard  # noqa: PLC0415 - optional

        self._stream = zstandard.ZstdCompressor(level=1).compressobj()
        self._block = zstandard.COMPRESSOBJ_FLUSH_BLOCK

    def encode(self, text: str) -> bytes:
        """Return the next piece of the stream."""
        return self._stream.compress(text.encode()) + self._stream.flush(self._block)


def encoder_for(name: str | None) -> FrameEncoder:
    """Return the encoder for the `compress` query value of a gateway connection.

    Raises:
        ApiError: 400 for an unknown way.
    """
    if name is None:
        return PlainEncoder()
    if name == "zlib-stream":
        return ZlibEncoder()
    if name == "zstd-stream":
        return ZstdEncoder()
    raise ApiError(400, 0, f"unknown compression {name!r}")
