"""One reader per file format: bytes in, facts out, each with its place in the source. Pure."""
