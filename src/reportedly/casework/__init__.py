"""What people do with what the reader proposes: who they are, what they say of it, and the log of it all.

Frozen records and pure functions; :mod:`reportedly.casebook` keeps them in a ledger.
"""
