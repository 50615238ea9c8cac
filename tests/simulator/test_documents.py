"""The checks against Discord's two documents, where they are present."""

import time

import aiohttp
import pytest

from simulator import LocalDiscord
from simulator.rules.documents import Documents
from simulator.state.records import Records
from tests.simulator.conftest import DOCUMENTS, build, documents_folder

pytestmark = pytest.mark.skipif(
    documents_folder() is None, reason=f"the API documents are not in {DOCUMENTS}"
)

CREATE = ("POST", "/channels/{channel_id}/messages")


@pytest.fixture(scope="module")
def documents() -> Documents:
    """Both documents, read once."""
    folder = documents_folder()
    assert folder is not None
    return Documents(folder)


def test_requests_are_checked_with_discords_own_leniency(documents: Documents) -> None:
    records = Records()
    documents.check_request(records, *CREATE, {}, {"content": "x", "flags": "64"})
    documents.check_request(records, *CREATE, {}, {"message_reference": {"message_id": 12}})
    assert records.violations == []
    documents.check_request(records, *CREATE, {}, {"content": ["x"]})
    documents.check_request(records, "POST", "/no/operation", {}, {})
    documents.check_request(records, "GET", CREATE[1], {"limit": "many"}, None)
    assert [entry.source for entry in records.violations] == ["openapi"] * 3
    assert "no such operation" in records.violations[1].problem
    documents.check_request(records, *CREATE, {}, {"contend": "x"})
    assert list(records.unknown_keys) == ["POST /channels/{channel_id}/messages.contend"]


def test_replies_and_dispatches_are_checked(documents: Documents) -> None:
    records = Records()
    documents.check_reply(records, *CREATE, 200, {"id": "1"})
    documents.check_reply(records, *CREATE, 302, {})
    documents.check_dispatch(records, "MESSAGE_DELETE", {"id": "1", "channel_id": "2"})
    documents.check_dispatch(records, "MESSAGE_DELETE", {"id": "1"})
    documents.check_dispatch(records, "NO_SUCH_EVENT", {})
    assert [entry.place for entry in records.violations] == [
        "POST /channels/{channel_id}/messages 200",
        "POST /channels/{channel_id}/messages 302",
        "MESSAGE_DELETE",
        "NO_SUCH_EVENT",
    ]


async def test_a_wrong_request_over_http_is_recorded() -> None:
    async with LocalDiscord(documents=documents_folder()) as local:
        room = build(local)
        url = f"{local.api_url}/channels/{room.channel.id}/messages"
        headers = {"Authorization": f"Bot {local.token}"}
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.post(url, json={"content": "x", "tts": "loud"}) as reply,
        ):
            assert reply.status == 200
        assert [entry.source for entry in local.violations] == ["openapi"]
        assert "tts" in local.violations[0].problem


def test_checking_a_class_costs_little(documents: Documents) -> None:
    records = Records()
    event = {"id": "1", "channel_id": "2", "guild_id": "3"}
    documents.check_dispatch(records, "MESSAGE_DELETE", event)
    begins = time.monotonic()
    for number in range(800):
        documents.check_dispatch(records, "MESSAGE_DELETE", event | {"id": str(number)})
    assert time.monotonic() - begins < 1
    assert records.violations == []
