"""The desk: a ledger on pages, for reading, coding, adjudicating and signing off, in a browser, offline.

``app`` makes it, ``pages`` and ``api`` answer, ``security`` decides who may ask. What needs FastAPI, Jinja2
or uvicorn is imported here and nowhere else: the rest of the program runs without them.
"""
