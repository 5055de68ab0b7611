"""Whether a JSON value fits a JSON Schema: what a server promises is checked again here."""

from __future__ import annotations

from pydantic import JsonValue


def conforms(value: JsonValue, schema: dict[str, JsonValue]) -> bool:
    """True when ``value`` fits ``schema`` (draft 2020-12); a broken schema fits nothing."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError
    from referencing.exceptions import Unresolvable

    try:
        Draft202012Validator.check_schema(schema)
        return bool(Draft202012Validator(schema).is_valid(value))
    except (SchemaError, Unresolvable):
        return False
