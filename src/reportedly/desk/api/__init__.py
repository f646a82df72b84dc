"""What programs are given: the ledger's own JSON, under ``/api/v1``."""

ROUTERS = ()
