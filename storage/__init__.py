"""What is kept: tables, vault (encryption), mailboxes, migrations.

:func:`storage.opening.open_storage` is the door. Nothing here knows a platform or a model.
"""
