"""The outside world behind the ports of :mod:`bot.ports`."""
