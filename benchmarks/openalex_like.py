"""Generate OpenAlex-like works of 2026: the real nested schema, any number, seeded.

Usage: python benchmarks/openalex_like.py --works 100000 --files 8 --seed 1 OUTPUT_DIR [--parquet]

Writes ``part_0000.jsonl.gz`` … (level 6, as the public snapshot), each of as many works; the same
arguments give the same bytes on any number of processes. With ``--parquet`` the same works follow
as nested Parquet, and with ``--compare`` a table of their shape beside that of the real works.
"""

from __future__ import annotations

import argparse
import random
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise, repeat
from multiprocessing import get_context
from pathlib import Path

from openalex_pieces import HOST, TAPE, Pieces, Skewed, percentile, pieces, render

BATCH = 250
TYPES = ("article", "book-chapter", "preprint", "dataset", "review", "dissertation", "other")
TYPE_WEIGHTS = (74, 8, 6, 4, 3, 3, 2)
FIRST_ID = 2_000_000_000
TERM_COUNTS = [3, 6, 8, 9, 10, 10, 11, 12, 13, 15, 20]
FALSE_TRUE = ("false", "true")
# Further nations of a work: most have none, few have dozens.
FURTHER = Skewed(2.1, 60, 0.0)


def works(seed: int, first: int, count: int) -> Iterator[str]:
    """Works ``first`` to ``first + count`` of a seed, one JSON line each."""
    parts = pieces(seed)
    for start in range(first, first + count):
        rng = random.Random(seed * 1_000_003 + start)
        yield work(parts, rng, FIRST_ID + 3 * start)


def work(parts: Pieces, rng: random.Random, key: int) -> str:
    """One work as a line of JSON, its keys in the order of the real ones."""
    chance = rng.random
    link = f"{HOST}W{key}"
    year = 2024 - int(20 * chance() ** 1.4)
    date = f"{year}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    doi = f"10.{rng.randint(1000, 9999)}/{rng.randrange(36**5)}.{year}.{key % 10**7}"
    has_doi = chance() < 0.88
    doi_json = f'"https://doi.org/{doi}"' if has_doi else "null"
    ids = f'"openalex": "{link}"' + (f', "doi": {doi_json}' if has_doi else "")
    if year < 2022 and chance() < 0.7:
        ids += f', "mag": "{key}"'
    technology = rng.choice(parts.phrases) if chance() < 0.06 else None
    title = render(_title(parts, rng, technology))
    is_open = chance() < 0.4
    home, others = _locations(parts, rng, doi if has_doi else None, is_open, key)
    authors = _authorships(parts, rng)
    z = rng.gauss(0, 1)
    cited = _cited(z, year)
    # The tail of the standard is that of ``z``; works without citations share low ranks.
    rank = percentile(z)
    kind = rng.choices(TYPES, TYPE_WEIGHTS)[0]
    flag = FALSE_TRUE[is_open]
    language = "en" if chance() < 0.92 else rng.choice(("fr", "de", "es", "zh", "ja"))
    primary, topics = _topics(parts, rng)
    keywords, concepts = _terms(parts, rng)
    references = _references(parts, rng)
    place = int(chance() * (len(parts.related) - 20))
    related = parts.related[place : place + (10 if chance() < 0.95 else 20)]
    fwci = f"{cited / (3 + 0.9 * (2025 - year)):.8f}" if cited else "0"
    volume = f'"{rng.randint(1, 400)}"' if chance() < 0.8 else "null"
    page = rng.randint(1, 4_000)
    pages = f'"first_page": "{page}", "last_page": "{page + rng.randint(1, 25)}"'
    percent = (
        f'{{"value": {rank:.8f}, "is_in_top_1_percent": {FALSE_TRUE[rank >= 0.99]}, '
        f'"is_in_top_10_percent": {FALSE_TRUE[rank >= 0.9]}}}'
        if chance() < 0.92
        else "null"
    )
    yearly = f'{{"min": {int(rank * 95)}, "max": {min(100, int(rank * 95) + 6)}}}'
    charge = '{"value": 3490, "currency": "USD", "value_usd": 3490}' if chance() < 0.36 else "null"
    funders, awards = _funding(parts, rng)
    return (
        f'{{"id": "{link}", "doi": {doi_json}, "title": {title}, "display_name": {title}, '
        f'"publication_year": {year}, "publication_date": "{date}", "ids": {{{ids}}}, '
        f'"language": "{language}", "primary_location": {home}, "type": "{kind}", '
        f'"indexed_in": {_indexed(has_doi)}, "open_access": {{"is_oa": {flag}, "oa_status": '
        f'"{"gold" if is_open else "closed"}", "oa_url": '
        f"{doi_json if is_open else 'null'}, "
        f'"any_repository_has_fulltext": {flag}}}, {authors}, '
        f'"apc_list": {charge}, "apc_paid": {charge if is_open else "null"}, "fwci": {fwci}, '
        f'"has_fulltext": {FALSE_TRUE[chance() < 0.08]}, "cited_by_count": {cited}, '
        f'"citation_normalized_percentile": {percent}, '
        f'"cited_by_percentile_year": {yearly if cited else "null"}, "biblio": {{"volume": '
        f'{volume}, "issue": {volume}, {pages}}}, "is_retracted": {FALSE_TRUE[chance() < 0.001]}, '
        f'"is_paratext": {FALSE_TRUE[chance() < 0.002]}, "is_xpac": {FALSE_TRUE[chance() < 0.1]}, '
        f'"primary_topic": {primary}, "topics": [{topics}], "keywords": [{keywords}], '
        f'"concepts": [{concepts}], "mesh": [{_mesh(parts, rng)}], '
        f'"locations_count": {1 + len(others)}, "locations": [{", ".join((home, *others))}], '
        f'"best_oa_location": {home if is_open else "null"}, '
        f'"sustainable_development_goals": [{_goal(rng)}], "awards": [{awards}], '
        f'"funders": [{funders}], "has_content": {{"pdf": {flag}, "grobid_xml": {flag}}}, '
        f'"content_urls": {_content(key) if is_open else "null"}, '
        f'"referenced_works_count": {len(references)}, '
        f'"referenced_works": [{", ".join(references)}], "related_works": '
        f'[{", ".join(related)}], "abstract_inverted_index": '
        f"{_abstract(parts, rng, technology)}, "
        f'"counts_by_year": [{_counts(cited, year)}], '
        f'"updated_date": "2026-0{rng.randint(1, 9)}-{rng.randint(10, 28)}T09:{page % 50 + 10}'
        f':08.{page + 100_000}", "created_date": "{min(year + 1, 2025)}-06-24T00:00:00"}}\n'
    )


def _title(parts: Pieces, rng: random.Random, technology: list[list[str]] | None) -> str:
    words = [parts.words[parts.vocabulary.draw(rng)] for _ in range(rng.randint(7, 20))]
    if technology and rng.random() < 0.35:
        words[3:3] = rng.choice(technology)
    return " ".join(words).capitalize()


def _team(rng: random.Random) -> int:
    """Authors of a work: mostly one to eight, one in 2,500 a collaboration of up to 3,000."""
    if rng.random() < 0.0004:
        return min(3_000, int(100 * rng.paretovariate(0.9)))
    return min(90, max(1, int(rng.lognormvariate(1.28, 0.68) + 0.4)))


def _authorships(parts: Pieces, rng: random.Random) -> str:
    """The authorships and what OpenAlex counts from them."""
    chance, authors, places = rng.random, parts.authors, parts.places
    size = _team(rng)
    # A collaboration of hundreds has dozens of nations.
    further = min(FURTHER.draw(rng), size - 1) if size < 40 else int(size**0.6)
    home = parts.nation.draw(rng)
    team = [home] + [parts.nation.draw(rng) for _ in range(further)]
    lost = chance() < 0.13
    rendered, corresponding, links = [], list[str](), list[str]()
    used, seats = set(), set()
    last_seat = None
    for i in range(size):
        name, raw_name, key = authors[int(chance() * 60_000)]
        nation = team[i] if i < len(team) else (home if chance() < 0.7 else rng.choice(team))
        options = places[nation]
        # Colleagues share an address more often than not.
        if last_seat is not None and last_seat[1] == nation and chance() < 0.65:
            seat = last_seat[0]
        else:
            seat = options[parts.place.draw(rng) % len(options)]
        if lost or chance() < 0.08:
            seat = rng.choice(parts.nowhere)
        else:
            used.add(nation)
            seats.add(seat[2])
            last_seat = (seat, nation)
        leads = i == 0 or chance() < 0.05
        if leads and len(corresponding) < 20:
            corresponding.append(f'"{HOST}A{key}"')
            links += [f'"{seat[2]}"'] if seat[2] else []
        place = "first" if i == 0 else "last" if i == size - 1 else "middle"
        rendered.append(
            f'{{"author_position": "{place}", {name}{seat[0]}"is_corresponding": '
            f"{FALSE_TRUE[leads]}, {raw_name}{seat[1]}"
        )
    return (
        f'"authorships": [{", ".join(rendered)}], "institutions": [], '
        f'"countries_distinct_count": {len(used)}, "institutions_distinct_count": {len(seats)}, '
        f'"corresponding_author_ids": [{", ".join(corresponding)}], '
        f'"corresponding_institution_ids": [{", ".join(links)}]'
    )


def _locations(
    parts: Pieces, rng: random.Random, doi: str | None, is_open: bool, key: int
) -> tuple[str, list[str]]:
    source, name = parts.journals[parts.journal.draw(rng)]
    page = f'"https://doi.org/{doi}"' if doi else f'"https://repository.example/{key}"'
    licence = 'null, "license_id": null'
    if is_open:
        licence = '"cc-by", "license_id": "https://openalex.org/licenses/cc-by"'
    home = (
        f'{{"id": "doi:{doi or key}", "is_oa": {FALSE_TRUE[is_open]}, "landing_page_url": {page}, '
        f'"pdf_url": null, "source": {source}, "license": '
        f"{licence}, "
        f'"version": "publishedVersion", "is_accepted": true, "is_published": true, '
        f'"raw_source_name": {name}, "raw_type": "journal-article"}}'
    )
    others = [
        f'{{"id": "mag:{key + i}", "is_oa": false, "landing_page_url": '
        f'"https://repository.example/{key}/{rng.randrange(10**9)}", "pdf_url": null, "source": '
        'null, "license": null, "license_id": null, "version": null, "is_accepted": false, '
        '"is_published": null, "raw_source_name": null, "raw_type": null}'
        for i in range(rng.choices((0, 1, 2, 4), (77, 14, 6, 3))[0])
    ]
    return home, others


def _topics(parts: Pieces, rng: random.Random) -> tuple[str, str]:
    if rng.random() < 0.03:
        return "null", ""
    first = parts.topics[parts.topic.draw(rng)]
    chosen = [first]
    for _ in range(2 if rng.random() < 0.95 else 0):
        near = parts.by_field[first[2]]
        index = rng.choice(near) if rng.random() < 0.6 else parts.topic.draw(rng)
        chosen.append(parts.topics[index])
    score = 1.0
    rendered = []
    for before, after, _ in chosen:
        score *= 1 - rng.random() * 0.01
        rendered.append(f"{before}{score:.16f}{after}")
    return rendered[0], ", ".join(rendered)


def _terms(parts: Pieces, rng: random.Random) -> tuple[str, str]:
    size = rng.choice(TERM_COUNTS)
    terms = [parts.term.draw(rng) for _ in range(size + rng.randint(0, 3))]
    scores = rng.choices(parts.scores, k=len(terms))
    keywords = [f"{parts.keywords[i]}{s}}}" for i, s in zip(terms[:size], scores, strict=False)]
    concepts = [f"{parts.concepts[i]}{s}}}" for i, s in zip(terms, scores, strict=True)]
    return ", ".join(keywords), ", ".join(concepts)


def _abstract(parts: Pieces, rng: random.Random, technology: list[list[str]] | None) -> str:
    """An inverted index of about 180 words, or null for about a third of the works."""
    if rng.random() >= 0.65:
        return "null"
    size = min(1_500, max(8, int(rng.lognormvariate(5.06, 0.5))))
    start = int(rng.random() * (TAPE - size))
    found: dict[str, list[str]] = {}
    for key, at in zip(parts.tape[start : start + size], parts.places_in_text, strict=False):
        if key in found:
            found[key].append(at)
        else:
            found[key] = [at]
    place = size
    for words in rng.choices(technology, k=rng.randint(1, 4)) if technology else ():
        for text in words:
            found.setdefault(f"{render(text)}: [", []).append(str(place))
            place += 1
    return "{" + "], ".join([key + ", ".join(at) for key, at in found.items()]) + "]}"


def _references(parts: Pieces, rng: random.Random) -> list[str]:
    """Cited works, in the order of their numbers, as the real ones."""
    if rng.random() < 0.42:
        return []
    size = min(900, 1 + int(rng.gammavariate(1.6, 36)))
    step = TAPE // size
    return parts.cited[int(rng.random() * step) :: step][:size]


def _cited(z: float, year: int) -> int:
    """Citations: log-normal with a spike at zero, growing with age."""
    return max(0, int((2025 - year) ** 0.6 * 1.3 * 2.718281828 ** (1.45 * z) - 0.6))


def _counts(cited: int, year: int) -> str:
    years = min(cited, 2026 - year, 12)
    share = cited // years if years else 0
    return ", ".join(
        f'{{"year": {2026 - i}, "cited_by_count": {share}}}' for i in range(years) if share
    )


def _funding(parts: Pieces, rng: random.Random) -> tuple[str, str]:
    chosen = rng.choices(parts.funders, k=rng.choices((0, 1, 2, 4), (76, 13, 7, 4))[0])
    awards = [
        f'{{"id": "{HOST}G{rng.randrange(10**9, 10**10)}", "display_name": null, '
        f'"funder_award_id": "{rng.randrange(10**6, 10**8)}", {award}'
        for _, award in chosen[: rng.randint(0, 1)]
    ]
    return ", ".join(funder for funder, _ in chosen), ", ".join(awards)


def _mesh(parts: Pieces, rng: random.Random) -> str:
    if rng.random() > 0.05:
        return ""
    return ", ".join(
        f'{{"descriptor_ui": "D{rng.randrange(10**6):06d}", "descriptor_name": '
        f'"{rng.choice(parts.words)}", "qualifier_ui": null, "qualifier_name": null, '
        f'"is_major_topic": {FALSE_TRUE[rng.random() < 0.3]}}}'
        for _ in range(rng.randint(4, 14))
    )


def _goal(rng: random.Random) -> str:
    if rng.random() > 0.62:
        return ""
    return (
        f'{{"id": "https://metadata.un.org/sdg/{rng.randint(1, 17)}", "display_name": '
        f'"Life below water", "score": {0.4 + rng.random() / 2:.16f}}}'
    )


def _indexed(has_doi: bool) -> str:
    return '["crossref"]' if has_doi else "[]"


def _content(key: int) -> str:
    base = f"https://content.openalex.org/works/W{key}"
    return f'{{"pdf": "{base}.pdf", "grobid_xml": "{base}.grobid-xml"}}'


def write_file(path: Path, seed: int, first: int, count: int) -> int:
    """Write one gzip file; the number of JSON bytes in it."""
    size = 0
    with path.open("wb") as stream:
        # 31: a gzip frame, whose header zlib writes without a time, so bytes repeat.
        squeeze = zlib.compressobj(6, zlib.DEFLATED, 31)
        for start in range(first, first + count, BATCH):
            lines = works(seed, start, min(BATCH, first + count - start))
            data = "".join(lines).encode()
            size += len(data)
            stream.write(squeeze.compress(data))
        stream.write(squeeze.flush())
    return size


def generate(folder: Path, count: int, files: int, seed: int, processes: int = 2) -> int:
    """Write the files of one set, skipping none; the number of JSON bytes written."""
    folder.mkdir(parents=True, exist_ok=True)
    bounds = [round(i * count / files) for i in range(files + 1)]
    paths = [folder / f"part_{i:04d}.jsonl.gz" for i in range(files)]
    sizes = [b - a for a, b in pairwise(bounds)]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        return sum(pool.map(write_file, paths, repeat(seed), bounds[:-1], sizes))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("output", type=Path)
    parser.add_argument("--works", type=int, default=100_000)
    parser.add_argument("--files", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--parquet", action="store_true", help="write the works as Parquet, too")
    parser.add_argument("--compare", action="store_true", help="print their shape beside the real")
    given = parser.parse_args()
    start = time.perf_counter()
    size = generate(given.output, given.works, given.files, given.seed, given.processes)
    seconds = time.perf_counter() - start
    rate = given.works / seconds
    print(f"{given.works:,} works, {size / 1e6:,.0f} MB of JSON in {seconds:.1f} s: {rate:,.0f}/s")
    if given.parquet:
        from openalex_parquet import to_parquet

        start = time.perf_counter()
        to_parquet(given.output)
        seconds = time.perf_counter() - start
        print(f"Parquet in {seconds:.1f} s: {given.works / seconds:,.0f} works/s")
    if given.compare:
        from openalex_compare import compare

        print(compare(given.output))


if __name__ == "__main__":
    main()
