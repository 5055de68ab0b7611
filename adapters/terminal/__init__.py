"""The terminal: Carnet without any account, for trying it, scripting it and developing it."""
