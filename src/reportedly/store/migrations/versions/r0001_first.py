"""The first schema. Frozen: it says what a ledger of version 0.1.0 holds, whatever the records are now."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

CREDIT_RELATIONS = "'reported_by', 'source_line', 'dateline', 'byline', 'agency', 'based_on'"
SOURCE_KINDS = "'person', 'organisation', 'anonymous', 'document', 'report'"
SOURCE_ROLES = (
    "'official', 'security', 'military', 'police', 'armed_group', 'medical', 'witness', 'victim', "
    "'relative', 'monitor', 'activist', 'analyst', 'media', 'diplomat', 'court', 'aid', 'unknown'"
)
PARTIES = "'accused', 'victim', 'third', 'unknown'"
INCIDENT_TYPES = (
    "'assassination', 'armed_assault', 'bombing', 'air_or_drone_strike', 'hostage_taking', 'hijacking', "
    "'infrastructure', 'unarmed_assault', 'shelling', 'unknown'"
)
CLAIM_ROLES = (
    "'perpetrator', 'supporter', 'target', 'victim', 'weapon', 'weapon_origin', 'place', 'time', 'killed', "
    "'wounded', 'motive', 'attack_type'"
)
STANCES = "'alleges', 'denies', 'admits', 'unconfirmed', 'no_claim'"
CERTAINTIES = "'certain', 'probable', 'possible'"
PARTS = "'source', 'cue', 'content', 'value'"
STAGES = "'read', 'annotate', 'claims', 'store'"
REASONS = (
    "'not_found', 'not_readable', 'not_text', 'not_supported', 'empty', 'no_article', 'too_large', "
    "'too_complex', 'malformed', 'duplicate', 'failed'"
)

INDICES = {
    "reports": (["sha256"], ["outlet"], ["published"]),
    "sources": (["report"], ["kind", "role"]),
    "incidents": (["report"], ["date_earliest"]),
    "claims": (["report"], ["incident"], ["source"]),
    "skipped": (["report"], ["origin"]),
}
TABLES = (
    "evidence",
    "claims",
    "incidents",
    "source_mentions",
    "sources",
    "credits",
    "skipped",
    "reports",
    "meta",
)


def _text(name: str, *, needed: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=not needed)


def _whole(name: str, *, needed: bool = True) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=not needed)


def _points_to(table: str, name: str, target: str, *, needed: bool = True) -> sa.Column[str]:
    key = sa.ForeignKey(f"{target}.id", name=op.f(f"fk_{table}_{name}"), ondelete="CASCADE")
    return sa.Column(name, sa.String(40), key, nullable=not needed)


def _one_of(table: str, column: str, words: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({words})", name=op.f(f"ck_{table}_{column}"))


def _span(table: str) -> sa.CheckConstraint:
    return sa.CheckConstraint("start_at >= 0 AND end_at > start_at", name=op.f(f"ck_{table}_span"))


def _quote(*, needed: bool = True) -> tuple[sa.Column[int], sa.Column[int], sa.Column[str]]:
    return _whole("start_at", needed=needed), _whole("end_at", needed=needed), _text("quote", needed=needed)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _id() -> sa.Column[str]:
    return sa.Column("id", sa.String(40), nullable=False)


def _resolved() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("date_earliest", sa.Date),
        sa.Column("date_latest", sa.Date),
        sa.Column("place_name", sa.Text),
        sa.Column("place_country", sa.Text),
        sa.Column("place_latitude", sa.Float),
        sa.Column("place_longitude", sa.Float),
        sa.Column("place_precision", sa.Text),
        sa.Column("place_geoname", sa.BigInteger),
    )


def _reports() -> None:
    op.create_table(
        "meta", sa.Column("key", sa.String(40), nullable=False), _text("value"), _key("meta", "key")
    )
    op.create_table(
        "reports",
        _id(),
        _text("origin", needed=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        *map(_text, ("title", "outlet", "byline", "url")),
        sa.Column("published", sa.Date),
        *map(_text, ("published_at", "language")),
        _text("text", needed=True),
        sa.Column("based_on", sa.JSON, nullable=False),
        _text("extractor"),
        _text("read_by", needed=True),
        _text("model"),
        sa.Column("digest", sa.String(64), nullable=False),
        _key("reports", "id"),
    )
    op.create_table(
        "credits",
        _points_to("credits", "report", "reports"),
        _whole("ordinal"),
        _text("name", needed=True),
        _text("relation", needed=True),
        *_quote(needed=False),
        _key("credits", "report", "ordinal"),
        _one_of("credits", "relation", CREDIT_RELATIONS),
        _span("credits"),
    )


def _sources() -> None:
    op.create_table(
        "sources",
        _id(),
        _points_to("sources", "report", "reports"),
        _whole("ordinal"),
        _text("label", needed=True),
        _text("kind", needed=True),
        sa.Column("number_min", sa.BigInteger, nullable=False),
        sa.Column("number_max", sa.BigInteger),
        _text("role", needed=True),
        _text("affiliation"),
        _text("anonymity"),
        _text("party", needed=True),
        _key("sources", "id"),
        _one_of("sources", "kind", SOURCE_KINDS),
        _one_of("sources", "role", SOURCE_ROLES),
        _one_of("sources", "party", PARTIES),
    )
    op.create_table(
        "source_mentions",
        _points_to("source_mentions", "source", "sources"),
        _whole("ordinal"),
        *_quote(),
        _key("source_mentions", "source", "ordinal"),
        _span("source_mentions"),
    )


def _incidents() -> None:
    op.create_table(
        "incidents",
        _id(),
        _points_to("incidents", "report", "reports"),
        _whole("ordinal"),
        _text("type", needed=True),
        sa.Column("attempt", sa.Boolean, nullable=False),
        sa.Column("background", sa.Boolean, nullable=False),
        _text("summary", needed=True),
        *_resolved(),
        _key("incidents", "id"),
        _one_of("incidents", "type", INCIDENT_TYPES),
    )


def _claims() -> None:
    op.create_table(
        "claims",
        _id(),
        _points_to("claims", "report", "reports"),
        _whole("ordinal"),
        _points_to("claims", "incident", "incidents"),
        _whole("incident_ordinal"),
        _points_to("claims", "source", "sources"),
        _text("role", needed=True),
        _text("stance", needed=True),
        *map(_text, ("certainty", "value_text", "value_name", "value_id")),
        sa.Column("number_min", sa.BigInteger),
        sa.Column("number_max", sa.BigInteger),
        *_resolved(),
        sa.Column("via", sa.JSON, nullable=False),
        _text("together"),
        sa.Column("in_headline", sa.Boolean, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        _text("reviewed"),
        _key("claims", "id"),
        _one_of("claims", "role", CLAIM_ROLES),
        _one_of("claims", "stance", STANCES),
        _one_of("claims", "certainty", CERTAINTIES),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_claims_confidence")),
    )
    op.create_table(
        "evidence",
        _points_to("evidence", "claim", "claims"),
        _text("part", needed=True),
        _whole("ordinal"),
        *_quote(),
        _key("evidence", "claim", "part", "ordinal"),
        _one_of("evidence", "part", PARTS),
        _span("evidence"),
    )


def _skipped() -> None:
    op.create_table(
        "skipped",
        sa.Column("key", sa.String(64), nullable=False),
        _points_to("skipped", "report", "reports", needed=False),
        *(_text(name, needed=True) for name in ("origin", "stage", "reason", "detail")),
        _key("skipped", "key"),
        _one_of("skipped", "stage", STAGES),
        _one_of("skipped", "reason", REASONS),
    )


def upgrade() -> None:
    """Make every table and index."""
    for make in (_reports, _sources, _incidents, _claims, _skipped):
        make()
    for table, indices in INDICES.items():
        for columns in indices:
            op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def downgrade() -> None:
    """Take every table away."""
    for table in TABLES:
        op.drop_table(table)
