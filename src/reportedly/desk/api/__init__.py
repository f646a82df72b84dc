"""What programs are given: the ledger's own JSON, under ``/api/v1``."""

from reportedly.desk.api import v1

ROUTERS = (v1.router,)
