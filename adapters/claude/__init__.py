"""Claude, or any server that speaks the Anthropic Messages protocol, as a language model.

Nothing here imports the vendor's package before the first call: it takes over a second.
"""

from adapters.claude.breaker import CircuitBreaker
from adapters.claude.model import Claude
from adapters.claude.probe import Probe, probe
from adapters.claude.settings import VENDOR, ClaudeSettings

__all__ = ["VENDOR", "CircuitBreaker", "Claude", "ClaudeSettings", "Probe", "probe"]
