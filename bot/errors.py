"""What can go wrong, and whose business it is.

::

    CarnetError
    ├── ConfigurationError   the operator must mend something: Carnet refuses to start
    ├── Explainable          told to the person, in their language, as an ordinary reply
    ├── Transient            try again later (``retry_after`` seconds when somebody said how long)
    ├── Permanent            trying again cannot help
    ├── SealBroken           a sealed record does not open: never retried, logged without content
    └── LeaseLost            another worker took this person over: drop the work, write nothing

An exception's text is for operators and must never hold what a person wrote, who they are, or a
token. What a person reads is worded in :mod:`bot.wording` and named here by its message id.
"""


class CarnetError(Exception):
    """Something Carnet itself noticed."""


class ConfigurationError(CarnetError):
    """The configuration or the installation is not sound; says in words what to mend."""


class Explainable(CarnetError):
    """A problem the person can understand and act on.

    ``message_id`` names the sentence in :mod:`bot.wording`; ``arguments`` fill it. The arguments
    may be personal: they stay out of ``str(error)`` so that no log shows them.
    """

    def __init__(self, message_id: str, **arguments: str | int | float) -> None:
        super().__init__(message_id)
        self.message_id = message_id
        self.arguments = arguments


class Transient(CarnetError):
    """The outside world did not answer as it should; trying again may help."""

    def __init__(self, reason: str, *, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class Permanent(CarnetError):
    """The outside world refused for good."""


class SealBroken(CarnetError):
    """A sealed record does not open: wrong key, moved, damaged or tampered with."""


class LeaseLost(CarnetError):
    """This worker's lease on a person ran out; somebody else may hold it now."""
