"""Where the names of one text are, each in the light of the others."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reportedly.language.distance import kilometres
from reportedly.language.gazetteer import Area, City, cities, counties, countries, fold, towns
from reportedly.language.place_names import area_votes, demonym_area
from reportedly.records import Place, Span


@dataclass(frozen=True, slots=True)
class Candidate:
    place: Place
    part: str
    size: float

    @property
    def country(self):
        return self.place.country or ""


W = dict(pop=1.0, share=2.0, some=1.0, part=3.0, evid=4.0, near=3.0, main=2.0, idf=1.0, nidf=0.5, named=1.0, cho=1.0, back=0)
HOME = ("US", "GB")
NEAR = 161.0


def of_city(c: City) -> Candidate:
    return Candidate(
        Place(name=c.name, country=c.country, latitude=c.latitude, longitude=c.longitude, precision="city", geoname=c.geoname),
        f"{c.country}.{c.admin1}",
        math.log10(max(c.population, 1)) + 1,
    )


def of_area(a: Area) -> Candidate:
    return Candidate(
        Place(name=a.name, country=a.country or None, latitude=a.latitude, longitude=a.longitude,
              precision="country" if not a.part else "admin1" if a.country else "unknown"),
        f"{a.country}.{a.part}" if a.part and a.country else "",
        9.0 if not a.part else 8.0,
    )


_QUAL = re.compile(r"(?:,\s*|\s*\(\s*|\s+in\s+(?:the\s+)?)((?:[A-Z][\w.]*\s?){1,3})")


def qualifier(text: str, end: int) -> tuple[Area, ...]:
    m = _QUAL.match(text, end, end + 50)
    if not m:
        return ()
    words = m[1].split()
    for n in range(len(words), 0, -1):
        q = " ".join(words[:n])
        for form in (q, q.rstrip(".")):
            if areas := countries().names.get(fold(form)):
                return areas
    return ()


_LONG = ((re.compile(r"^St\.?\s"), "Saint "), (re.compile(r"^Ft\.?\s"), "Fort "), (re.compile(r"^Mt\.?\s"), "Mount "),
         (re.compile(r"^Saint\s"), "St. "))


def spellings(name: str) -> list[str]:
    bare = " ".join(name.split()).strip(" ,;:\"'’")
    out = [bare, bare.rstrip("."), re.sub(r"^[Tt]he ", "", bare)]
    for pat, long in _LONG:
        if pat.match(bare):
            out.append(pat.sub(long, bare))
    return list(dict.fromkeys(out))


def known(name: str, where: Iterable[str]) -> list[Candidate]:
    found: dict[object, Candidate] = {}
    for form in spellings(name):
        areas = countries().names.get(fold(form), ())
        d = demonym_area(form)
        for a in (*areas, *((d,) if d else ())):
            c = of_area(a)
            found[c.place] = c
        if found and any(not c.part for c in found.values()) and not len(areas) > 1:
            break
        if len(form) > 2:
            for c in (*cities(form), *(t for w in where for t in towns(form, w))):
                found[c.geoname] = of_city(c)
        if found:
            break
    return list(found.values())



_COUNTY = re.compile(r"^(.*?)\s+(?:Co(?:unty|\.)|Parish)$", re.IGNORECASE)


def county_states(name: str) -> tuple[str, ...]:
    m = _COUNTY.match(name)
    if m:
        return counties().get(fold(m[1]) + " county") or counties().get(fold(m[1]) + " parish") or ()
    return ()


@dataclass
class Doc:
    names: list[str]
    votes: Counter[str]
    quals: dict[str, tuple[Area, ...]]
    cands: dict[str, list[Candidate]]
    states: dict[str, tuple[str, ...]]


_STATES = re.compile(r"\b((?:[A-Z][\w.'’]*\s){1,3}(?:County|Parish))\b")


def prepare(text: str, spans: Sequence[Span], *, context: Collection[str] = ()) -> Doc:
    names = [text[s.start : s.end] for s in spans]
    v = area_votes(text)
    quals: dict[str, tuple[Area, ...]] = {}
    for s, n in zip(spans, names, strict=True):
        q = qualifier(text, s.end)
        if q and fold(n) not in quals:
            quals[fold(n)] = q
    where = [c for c in v if "." not in c] or list(HOME)
    states = {n: county_states(n) for n in dict.fromkeys(names)}
    if any(states.values()) and "US" not in where:
        where.append("US")
    where += [a.country for q in quals.values() for a in q if a.country and a.country not in where]
    cands: dict[str, list[Candidate]] = {}
    for n in dict.fromkeys(names):
        cs = known(n, where)
        q = quals.get(fold(n), ())
        inside = [c for c in cs if any(c.country == a.country and (not a.part or c.part == f"{a.country}.{a.part}") and c.place.precision == "city" for a in q)]
        cands[n] = inside or cs
    return Doc(names, v, quals, cands, states)


def pick(doc: Doc) -> dict[str, Candidate]:
    v, cands, states = doc.votes, doc.cands, doc.states
    evid: Counter[str] = Counter()
    for n, cs in cands.items():
        parts = {c.part for c in cs if c.part}
        for p in parts:
            evid[p] += 1 / len(parts) ** W["idf"]
    for n, st in states.items():
        for x in st:
            evid["US." + x] += 1 / len(st) ** W["idf"]
    for p, k in v.items():
        if "." in p:
            evid[p] += W["named"] * min(k, 3)
    total = sum(k for c, k in v.items() if "." not in c) or 1
    etotal = sum(evid.values()) or 1

    def base(n, c: Candidate) -> float:
        share = v[c.country] / total
        main = fold(c.place.name) in [fold(x) for x in spellings(n)] or c.place.precision != "city"
        q = doc.quals.get(fold(n), ())
        return (W["pop"] * c.size + W["share"] * share + W["some"] * (share > 0) + W["part"] * (v[c.part] > 0 if c.part else 0)
                + (W["evid"] * evid[c.part] / etotal if c.part else 0) + W["main"] * main)

    chosen = {n: max(cs, key=lambda c: base(n, c)) for n, cs in cands.items() if cs}
    for _ in range(2):
        others = chosen
        chosen = {}
        for n, cs in cands.items():
            if cs:
                def near(c: Candidate) -> float:
                    if c.place.precision == "country":
                        return 0
                    got = tot = 0.0
                    for m, o in others.items():
                        if fold(m) != fold(n) and o.place.precision != "country":
                            w = 1 / len(cands[m]) ** W["nidf"]
                            tot += w
                            k = kilometres(c.place, o.place)
                            got += w * (k is not None and k <= NEAR)
                    return got / tot if tot else 0
                chosen[n] = max(cs, key=lambda c: base(n, c) + W["near"] * near(c))
    # counties
    weight = Counter(evid)
    for n, o in chosen.items():
        if o.part:
            weight[o.part] += W["cho"]
    for n, st in states.items():
        if st and n not in chosen:
            q = [a.part for a in doc.quals.get(fold(n), ()) if a.country == "US" and a.part in st]
            best = q[0] if q else max(st, key=lambda x: weight["US." + x])
            chosen[n] = Candidate(anchor("US." + best, chosen, n), "US." + best, 0)
    if W["back"]:
        top = [p for p, _ in weight.most_common(1)]
        for n in cands:
            if n not in chosen and top:
                pl = anchor(top[0], chosen, n)
                if pl:
                    chosen[n] = Candidate(pl, "", 0)
    return chosen


def anchor(part: str, chosen, name) -> Place:
    here = [c.place for c in chosen.values() if c.part == part and c.place.precision == "city"]
    country, _, code = part.partition(".")
    if here:
        lat = sum(p.latitude for p in here) / len(here)
        lon = sum(p.longitude for p in here) / len(here)
        return Place(name=name, country=country, latitude=lat, longitude=lon, precision="admin1")
    area = next((a for g in countries().names.values() for a in g if a.country == country and a.part == code), None)
    return area and Place(name=name, country=country, latitude=area.latitude, longitude=area.longitude, precision="admin1")


def locate(text: str, spans: Sequence[Span], *, context: Collection[str] = ()) -> tuple[Place | None, ...]:
    doc = prepare(text, spans, context=context)
    chosen = pick(doc)
    return tuple(chosen[n].place if n in chosen else None for n in doc.names)
