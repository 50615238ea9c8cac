"""Discord's error answers, and what can go wrong for a scripted member.

Codes: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
"""

from typing import Any


class ApiError(Exception):
    """A refusal that the REST layer turns into Discord's JSON error body."""

    def __init__(
        self,
        status: int,
        code: int,
        message: str,
        errors: dict[str, Any] | None = None,
        *,
        retry_after_seconds: float | None = None,
        is_global: bool = False,
    ) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors
        self.retry_after_seconds = retry_after_seconds
        self.is_global = is_global

    def body(self) -> dict[str, Any]:
        """Return the JSON body of the answer."""
        body: dict[str, Any] = {"message": self.message, "code": self.code}
        if self.errors is not None:
            body["errors"] = self.errors
        if self.retry_after_seconds is not None:
            body |= {"retry_after": round(self.retry_after_seconds, 3), "global": self.is_global}
        return body


class InvalidForm(ApiError):
    """50035: the request breaks one of Discord's rules; it counts as a violation."""

    def __init__(self, path: str, problem: str, code: str = "BASE_TYPE_BAD") -> None:
        tree: dict[str, Any] = {"_errors": [{"code": code, "message": problem}]}
        for key in reversed([part for part in path.split(".") if part]):
            tree = {key: tree}
        super().__init__(400, 50035, "Invalid Form Body", tree)
        self.path = path
        self.problem = problem


def unauthorized() -> ApiError:
    """The bot token is wrong or missing."""
    return ApiError(401, 0, "401: Unauthorized")


def rate_limited(retry_after_seconds: float, *, is_global: bool) -> ApiError:
    """Too many requests; the wait is in real seconds."""
    return ApiError(
        429,
        0,
        "You are being rate limited.",
        retry_after_seconds=retry_after_seconds,
        is_global=is_global,
    )


def unknown(what: str) -> ApiError:
    """Something named in the path does not exist."""
    code = {
        "Application Command": 10063,
        "Channel": 10003,
        "Guild": 10004,
        "Guild Scheduled Event": 10070,
        "Interaction": 10062,
        "Member": 10007,
        "Message": 10008,
        "Role": 10011,
        "Stage Instance": 10067,
        "User": 10013,
        "Voice State": 10065,
        "Webhook": 10015,
    }[what]
    return ApiError(404, code, f"Unknown {what}")


def missing_access() -> ApiError:
    """The bot cannot see the channel."""
    return ApiError(403, 50001, "Missing Access")


def missing_permissions() -> ApiError:
    """The bot lacks a permission bit."""
    return ApiError(403, 50013, "Missing Permissions")


def direct_messages_closed() -> ApiError:
    """The person accepts no direct messages from the bot."""
    return ApiError(403, 50007, "Cannot send messages to this user")


def already_acknowledged() -> ApiError:
    """The interaction has been answered before."""
    return ApiError(400, 40060, "Interaction has already been acknowledged.")


def token_expired() -> ApiError:
    """The interaction's token is older than fifteen minutes, or was never valid."""
    return ApiError(401, 50027, "Invalid Webhook Token")


class MemberError(Exception):
    """A scripted member tried what Discord's client would not let a person do."""


class NoAnswerError(MemberError):
    """The bot did not answer an interaction within Discord's three seconds."""
