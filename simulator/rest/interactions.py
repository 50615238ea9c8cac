"""Answers to interactions: the first one, and everything by the token afterwards."""

from simulator.payloads import messages
from simulator.rest.call import Call, Route
from simulator.simulation.interactions import Callback, Interaction
from simulator.state import errors
from simulator.state.model import EPHEMERAL, Message, Payload


async def callback(call: Call) -> Payload | None:
    """POST /interactions/{interaction_id}/{interaction_token}/callback."""
    data = call.fields.get("data") or {}
    files = call.attach(data)
    interaction = call.sim.interactions.acknowledge(
        call.id("interaction_id"), call.path["interaction_token"], call.fields, files
    )
    return _callback_body(call, interaction) if call.flag("with_response") else None


def _callback_body(call: Call, interaction: Interaction) -> Payload:
    about: Payload = {"id": str(interaction.id), "type": int(interaction.type)}
    body: Payload = {"interaction": about}
    message = interaction.original
    if message is None or interaction.answer is None:
        return body
    about |= {
        "response_message_id": str(message.id),
        "response_message_loading": message.loading,
        "response_message_ephemeral": bool(message.flags & EPHEMERAL),
    }
    if interaction.answer in {Callback.MESSAGE, Callback.UPDATE}:
        body["resource"] = {
            "type": int(interaction.answer),
            "message": messages.message(call.sim.world, message),
        }
    return body


def _interaction(call: Call) -> Interaction:
    if call.id("webhook_id") != call.sim.world.application.id:
        raise errors.unknown("Webhook")
    return call.sim.interactions.find(call.path["webhook_token"])


def _message(call: Call, interaction: Interaction) -> Message:
    if "message_id" not in call.path:
        return call.sim.interactions.original(interaction)
    return call.sim.interactions.message_of(interaction, call.id("message_id"))


async def follow_up(call: Call) -> Payload | None:
    """POST /webhooks/{webhook_id}/{webhook_token}."""
    interaction = _interaction(call)
    files = call.attach(call.fields)
    message = call.sim.interactions.follow_up(interaction, call.fields, files)
    return messages.message(call.sim.world, message) if call.flag("wait") else None


async def read(call: Call) -> Payload:
    """GET the first answer or a follow-up."""
    return messages.message(call.sim.world, _message(call, _interaction(call)))


async def edit(call: Call) -> Payload:
    """PATCH the first answer (which also ends a deferral) or a follow-up."""
    interaction = _interaction(call)
    message = _message(call, interaction)
    files = call.attach(call.fields)
    call.sim.interactions.edit(interaction, message, call.fields, files)
    return messages.message(call.sim.world, message)


async def delete(call: Call) -> None:
    """DELETE the first answer or a follow-up."""
    interaction = _interaction(call)
    message = _message(call, interaction)
    call.sim.conversation.delete(message)
    interaction.pending = interaction.pending and message is not interaction.original
    interaction.changed.notify()


_TOKEN = "/webhooks/{webhook_id}/{webhook_token}"  # noqa: S105 - a path, no password

ROUTES: list[Route] = [
    ("POST", "/interactions/{interaction_id}/{interaction_token}/callback", callback),
    ("POST", _TOKEN, follow_up),
    ("GET", f"{_TOKEN}/messages/@original", read),
    ("PATCH", f"{_TOKEN}/messages/@original", edit),
    ("DELETE", f"{_TOKEN}/messages/@original", delete),
    ("GET", f"{_TOKEN}/messages/{{message_id}}", read),
    ("PATCH", f"{_TOKEN}/messages/{{message_id}}", edit),
    ("DELETE", f"{_TOKEN}/messages/{{message_id}}", delete),
]
