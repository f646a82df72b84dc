"""Passwords cost next to nothing in these tests; test_secrets has one at the real cost."""

import pytest

from reportedly.casework import secrets


@pytest.fixture(autouse=True)
def _cheap(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "real_cost" not in request.fixturenames:
        monkeypatch.setattr(secrets, "COST", secrets.Cost(n=16, r=1, p=1))


@pytest.fixture
def real_cost() -> secrets.Cost:
    """Ask for it to have passwords hashed as they are outside tests."""
    return secrets.COST
