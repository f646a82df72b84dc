"""What programs are given and may say: the ledger's own JSON, under ``/api/v1``."""

from reportedly.desk.api import description, v1, writes

ROUTERS = (v1.router, writes.router, description.router)
