"""Tables, vault, keys and mailboxes."""
