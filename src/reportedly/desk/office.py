"""What all pages share: the settings, the casebook, the shelf and the templates."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request
from jinja2 import Environment
from starlette.responses import HTMLResponse

from reportedly.casebook import Casebook
from reportedly.casework.effective import Reviewed
from reportedly.casework.people import Action, Person
from reportedly.desk.apart import Apart
from reportedly.desk.settings import Settings
from reportedly.desk.shelf import Shelf
from reportedly.records import MadeBy
from reportedly.second_reading import SecondReading


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One way of the bar at the top."""

    name: str
    href: str
    here: bool


_PLACES = (
    ("Incidents", "/incidents", Action.LOOK),
    ("Reports", "/reports", Action.LOOK),
    ("Adjudicate", "/adjudicate", Action.ADJUDICATE),
    ("Log", "/log", Action.SEE_LOG),
    ("People", "/people", Action.MANAGE_PEOPLE),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One running desk."""

    settings: Settings
    casebook: Casebook
    second: SecondReading
    shelf: Shelf
    templates: Environment

    def page(
        self, template: str, person: Person | None, *, at: str = "", status: int = 200, **shown: object
    ) -> HTMLResponse:
        """A page; ``at`` is the path of the way at the top that it belongs to."""
        ways = [
            Place(name=name, href=href, here=href == at)
            for name, href, action in _PLACES
            if person and person.may(action)
        ]
        given = {"asked": "", "notice": "", **shown}
        text = self.templates.get_template(template).render(person=person, places=ways, **given)
        return HTMLResponse(text, status_code=status)

    def shelf_of(self, person: Person) -> Shelf | Apart:
        """Lists and views as this person may see them: without what others said of a report they read blind.

        Every page that shows claims, or what is worked out of them, takes them from here.
        """
        kept = self.second.kept_from(person)
        return self.shelf.apart(person.id, kept) if kept else self.shelf

    def reading(self, person: Person, report: str) -> Reviewed:
        """A report as this person may see it: of one who reads it blind, as they left it themselves.

        Raises:
            NotFound: there is no such report.
        """
        return self.second.reading(person, report)

    @property
    def made_by(self) -> MadeBy:
        """What wrote last to the ledger."""
        return self.casebook.ledger.store.made_by


def office_of(request: Request) -> Office:
    """The desk that a request is made to."""
    office: Office = request.app.state.office
    return office
