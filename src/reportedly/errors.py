"""Every error that reportedly raises on purpose.

::

    ReportedlyError            has a stable code, says what, where and what to do
    ├── EvidenceError          E1  a quote is not what the text says at its offsets
    ├── RecordError            E2  a record's fields contradict each other or the guide
    ├── LedgerFormatError      E3  a ledger file is not one, or of a newer version
    ├── LedgerError            E4  a stored ledger cannot be opened, read or written
    │   └── LedgerTooNew       E41 it was written by a newer program
    ├── NotFound               E5  no record has that id
    ├── UsageError             E6  the command line asks for something impossible
    │   └── TableError         E61 a table of actors or of rules cannot be used
    ├── ModelError             E7  a model's folder is not whole, or is for another version
    ├── Forbidden              E8  who asks may not do that
    │   └── NotSignedIn        E81 nobody knows who asks: no such secret, or it holds no longer
    ├── Outdated               E9  what was looked at has changed since
    ├── Busy                   EA  what was asked for is still being made
    ├── ServerError            EB  the server of a language model does not answer
    │   └── AnswerError        EB1 it answers with what cannot be used
    └── ChildError             EC  the process that parses what comes from outside cannot be started

Bad *input* raises none of these: it becomes a :class:`reportedly.records.Skipped` row.
"""


class ReportedlyError(Exception):
    """Root of the tree; ``code`` is stable across versions."""

    code = "E0"

    def __str__(self) -> str:
        return f"{self.code}: {super().__str__()}"


class EvidenceError(ReportedlyError):
    """A quote does not stand at its offsets, so the record cannot exist."""

    code = "E1"


class RecordError(ReportedlyError):
    """A record's fields contradict each other or the coding guide."""

    code = "E2"


class LedgerFormatError(ReportedlyError):
    """A ledger file is malformed or of an unknown version."""

    code = "E3"


class LedgerError(ReportedlyError):
    """A stored ledger cannot be opened, read or written."""

    code = "E4"


class LedgerTooNew(LedgerError):
    """The stored ledger has a schema that this program does not know yet."""

    code = "E41"


class NotFound(ReportedlyError):
    """No record of the ledger has the id that was asked for."""

    code = "E5"


class UsageError(ReportedlyError):
    """The command line asks for something that cannot be done."""

    code = "E6"


class TableError(UsageError):
    """A table that a team supplies, of actors or of rules, cannot be used."""

    code = "E61"


class ModelError(ReportedlyError):
    """A model's folder is not whole, or is for another version."""

    code = "E7"


class Forbidden(ReportedlyError):
    """Who asks may not do that."""

    code = "E8"


class NotSignedIn(Forbidden):
    """Nobody knows who asks: a name, password, link, session or token is wrong or holds no longer."""

    code = "E81"


class Outdated(ReportedlyError):
    """The proposal that was looked at is no longer the one that is there; look again."""

    code = "E9"


class Busy(ReportedlyError):
    """What was asked for is being made and takes a while; ask again."""

    code = "EA"


class ServerError(ReportedlyError):
    """The server of a language model gives no answer, or refuses to."""

    code = "EB"


class AnswerError(ServerError):
    """The server of a language model gives an answer that cannot be used."""

    code = "EB1"


class ChildError(ReportedlyError):
    """The process that parses what comes from outside cannot be started."""

    code = "EC"
