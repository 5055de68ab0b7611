"""Takes a turn: the gate, then the space the person is in, then a form, an action or an answer."""
