"""The command line's commands: the composition root's rooms, where real parts meet."""
