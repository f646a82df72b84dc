"""PROV-O (W3C) as JSON-LD: the provenance as linked data, which any library for RDF loads.

The context stands in the document, so that nothing is looked up. Relations are properties of the node that
they are about; a derivation with attributes of its own has a qualified one beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, ClassVar, TextIO

from reportedly.codec import JsonObject, json_line
from reportedly.export.base import TextExporter
from reportedly.export.provenance import NAMESPACE, PREFIX, provenance
from reportedly.records import LedgerView

CONTEXT: JsonObject = {
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    PREFIX: NAMESPACE,
}
NODES = {"entity": "prov:Entity", "activity": "prov:Activity", "agent": "prov:Agent"}
RELATIONS = {
    "wasAttributedTo": ("prov:entity", "prov:agent"),
    "wasAssociatedWith": ("prov:activity", "prov:agent"),
    "wasGeneratedBy": ("prov:entity", "prov:activity"),
    "used": ("prov:activity", "prov:entity"),
    "wasDerivedFrom": ("prov:generatedEntity", "prov:usedEntity"),
    "wasInfluencedBy": ("prov:influencee", "prov:influencer"),
}
"""Of each relation, where in PROV-JSON its subject and its object stand."""
NARROWER = {"prov:Quotation": "prov:wasQuotedFrom", "prov:PrimarySource": "prov:hadPrimarySource"}
"""Properties of PROV-O for derivations of a kind; each is a ``prov:wasDerivedFrom`` as well."""
TIMES = {"prov:startTime": "prov:startedAtTime", "prov:endTime": "prov:endedAtTime"}


class ProvExporter(TextExporter):
    """PROV-O as JSON-LD: where claims were quoted from, where reports come from, and what people decided."""

    name: ClassVar[str] = "prov"
    media_type: ClassVar[str] = "application/ld+json"
    suffix: ClassVar[str] = ".jsonld"
    stem: ClassVar[str] = "provenance"

    def write(self, view: LedgerView, sink: TextIO) -> None:
        """Write one document with a node a line."""
        sink.write(f'{{"@context": {json_line(CONTEXT)}, "@graph": [')
        separator = "\n  "
        for node in _nodes(provenance(view)):
            sink.write(f"{separator}{json_line(node)}")
            separator = ",\n  "
        sink.write("\n]}\n")


def _nodes(kinds: Mapping[str, Mapping[str, JsonObject]]) -> list[JsonObject]:
    """The nodes, each once, with what they are related to."""
    nodes: dict[str, dict[str, Any]] = defaultdict(dict)
    for kind, named in NODES.items():
        for name, row in kinds.get(kind, {}).items():
            nodes[name] = {"@id": name, "@type": [named, *_kind(row)], **_attributes(row)}
    for kind, (subject, thing) in RELATIONS.items():
        for row in kinds.get(kind, {}).values():
            node, to = nodes[str(row[subject])], {"@id": row[thing]}
            (narrow,) = _kind(row) or [""]
            node.setdefault(NARROWER.get(narrow, f"prov:{kind}"), []).append(to)
            told = {key: value for key, value in row.items() if key.startswith(f"{PREFIX}:")}
            if told:
                qualified = {"@type": narrow or "prov:Derivation", "prov:entity": to, **told}
                node.setdefault("prov:qualifiedDerivation", []).append(qualified)
    return list(nodes.values())


def _kind(row: JsonObject) -> list[str]:
    return [row["prov:type"]["$"]] if "prov:type" in row else []


def _attributes(row: JsonObject) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for key, value in row.items():
        if key == "prov:label":
            told["rdfs:label"] = value
        elif key in TIMES:
            told[TIMES[key]] = {"@type": "xsd:dateTime", "@value": value}
        elif key != "prov:type":
            told[key] = value
    return told
