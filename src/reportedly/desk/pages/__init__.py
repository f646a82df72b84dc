"""What browsers are shown. Each module has one router; :data:`ROUTERS` is the table of them."""

from reportedly.desk.pages import (
    adjudication,
    files,
    incidents,
    people,
    queue,
    reports,
    reviews,
    session,
    teamwork,
)

ROUTERS = (
    files.router,
    session.router,
    queue.router,
    incidents.router,
    reports.router,
    reviews.router,
    people.router,
    adjudication.router,
    teamwork.router,
)
