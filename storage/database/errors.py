"""What can go wrong with the store: one plain sentence each, for whoever runs the bot."""

from __future__ import annotations


class StorageError(Exception):
    """The store cannot do what it was asked to; ``str()`` is one sentence for the operator."""


class StorageUnavailable(StorageError):
    """The database cannot be opened, written or understood."""


class SchemaTooNew(StorageError):
    """The database was written by a later version of the bot."""


class StoreClosed(StorageError):
    """The store is closed, or was never opened."""


class BackupRefused(StorageError):
    """The backup was not made; nothing was overwritten."""


class DomainError(ValueError):
    """A value that the rules must never hand over: a programming error, never shown to users."""
