"""Statements in the spelling of each driver."""

from storage.statement import Statement


def test_one_text_two_spellings() -> None:
    """Values are named the way each driver wants it."""
    statement = Statement("UPDATE job SET a = :a WHERE b = :b_2")
    assert statement.sqlite == "UPDATE job SET a = :a WHERE b = :b_2"
    assert statement.postgresql == "UPDATE job SET a = %(a)s WHERE b = %(b_2)s"


def test_a_list_of_values_is_spelled_out() -> None:
    """Behind IN stands one name for each value, and the statement is made once."""
    statement = Statement("SELECT 1 WHERE a = :a AND s IN :shelves")
    listing = statement.listing("shelves", 2)
    assert listing.sqlite == "SELECT 1 WHERE a = :a AND s IN (:shelves0, :shelves1)"
    assert listing.postgresql == "SELECT 1 WHERE a = %(a)s AND s IN (%(shelves0)s, %(shelves1)s)"
    assert statement.listing("shelves", 2) is listing
