"""Write gzip JSON lines of works as nested Parquet, one file for each, through DuckDB."""

from __future__ import annotations

from pathlib import Path

import duckdb

ROWS = 20_480
NAMED = "STRUCT(id VARCHAR, display_name VARCHAR)"
TOPIC = (
    f"STRUCT(id VARCHAR, display_name VARCHAR, score DOUBLE, subfield {NAMED}, field {NAMED}, "
    f"domain {NAMED})"
)
SOURCE = (
    "STRUCT(id VARCHAR, display_name VARCHAR, issn_l VARCHAR, issn VARCHAR[], is_oa BOOLEAN, "
    "is_in_doaj BOOLEAN, is_core BOOLEAN, host_organization VARCHAR, "
    "host_organization_name VARCHAR, host_organization_lineage VARCHAR[], "
    "host_organization_lineage_names VARCHAR[], type VARCHAR)"
)
LOCATION = (
    f"STRUCT(id VARCHAR, is_oa BOOLEAN, landing_page_url VARCHAR, pdf_url VARCHAR, "
    f"source {SOURCE}, license VARCHAR, license_id VARCHAR, version VARCHAR, "
    "is_accepted BOOLEAN, is_published BOOLEAN, raw_source_name VARCHAR, raw_type VARCHAR)"
)
INSTITUTION = (
    "STRUCT(id VARCHAR, display_name VARCHAR, ror VARCHAR, country_code VARCHAR, type VARCHAR, "
    "lineage VARCHAR[])"
)
AUTHORSHIP = (
    "STRUCT(author_position VARCHAR, author STRUCT(id VARCHAR, display_name VARCHAR, "
    f"orcid VARCHAR), institutions {INSTITUTION}[], countries VARCHAR[], "
    "is_corresponding BOOLEAN, raw_author_name VARCHAR, raw_affiliation_strings VARCHAR[], "
    "affiliations STRUCT(raw_affiliation_string VARCHAR, institution_ids VARCHAR[])[])"
)
MONEY = "STRUCT(value BIGINT, currency VARCHAR, value_usd BIGINT)"
# Named one by one: inference would turn the abstracts into thousands of columns.
COLUMNS = {
    "id": "VARCHAR",
    "doi": "VARCHAR",
    "title": "VARCHAR",
    "display_name": "VARCHAR",
    "publication_year": "INTEGER",
    "publication_date": "VARCHAR",
    "ids": "STRUCT(openalex VARCHAR, doi VARCHAR, mag VARCHAR, pmid VARCHAR)",
    "language": "VARCHAR",
    "primary_location": LOCATION,
    "type": "VARCHAR",
    "indexed_in": "VARCHAR[]",
    "open_access": (
        "STRUCT(is_oa BOOLEAN, oa_status VARCHAR, oa_url VARCHAR, "
        "any_repository_has_fulltext BOOLEAN)"
    ),
    "authorships": f"{AUTHORSHIP}[]",
    "institutions": f"{INSTITUTION}[]",
    "countries_distinct_count": "INTEGER",
    "institutions_distinct_count": "INTEGER",
    "corresponding_author_ids": "VARCHAR[]",
    "corresponding_institution_ids": "VARCHAR[]",
    "apc_list": MONEY,
    "apc_paid": MONEY,
    "fwci": "DOUBLE",
    "has_fulltext": "BOOLEAN",
    "cited_by_count": "INTEGER",
    "citation_normalized_percentile": (
        "STRUCT(value DOUBLE, is_in_top_1_percent BOOLEAN, is_in_top_10_percent BOOLEAN)"
    ),
    "cited_by_percentile_year": "STRUCT(min INTEGER, max INTEGER)",
    "biblio": "STRUCT(volume VARCHAR, issue VARCHAR, first_page VARCHAR, last_page VARCHAR)",
    "is_retracted": "BOOLEAN",
    "is_paratext": "BOOLEAN",
    "is_xpac": "BOOLEAN",
    "primary_topic": TOPIC,
    "topics": f"{TOPIC}[]",
    "keywords": "STRUCT(id VARCHAR, display_name VARCHAR, score DOUBLE)[]",
    "concepts": (
        "STRUCT(id VARCHAR, wikidata VARCHAR, display_name VARCHAR, level INTEGER, score DOUBLE)[]"
    ),
    "mesh": (
        "STRUCT(descriptor_ui VARCHAR, descriptor_name VARCHAR, qualifier_ui VARCHAR, "
        "qualifier_name VARCHAR, is_major_topic BOOLEAN)[]"
    ),
    "locations_count": "INTEGER",
    "locations": f"{LOCATION}[]",
    "best_oa_location": LOCATION,
    "sustainable_development_goals": "STRUCT(id VARCHAR, display_name VARCHAR, score DOUBLE)[]",
    "awards": (
        "STRUCT(id VARCHAR, display_name VARCHAR, funder_award_id VARCHAR, funder_id VARCHAR, "
        "funder_display_name VARCHAR)[]"
    ),
    "funders": "STRUCT(id VARCHAR, display_name VARCHAR, ror VARCHAR)[]",
    "has_content": "STRUCT(pdf BOOLEAN, grobid_xml BOOLEAN)",
    "content_urls": "STRUCT(pdf VARCHAR, grobid_xml VARCHAR)",
    "referenced_works_count": "INTEGER",
    "referenced_works": "VARCHAR[]",
    "related_works": "VARCHAR[]",
    "abstract_inverted_index": "JSON",
    "counts_by_year": "STRUCT(year INTEGER, cited_by_count INTEGER)[]",
    "updated_date": "VARCHAR",
    "created_date": "VARCHAR",
}


def to_parquet(folder: Path) -> list[Path]:
    """Write ``part_0000.parquet`` … beside the gzip files; the abstract stays a JSON string."""
    names = ", ".join(f"{name}: '{kind}'" for name, kind in COLUMNS.items())
    written = []
    with duckdb.connect() as connection:
        for path in sorted(folder.glob("*.jsonl.gz")):
            target = path.with_name(path.name.removesuffix(".jsonl.gz") + ".parquet")
            connection.execute(
                "COPY (SELECT * REPLACE (abstract_inverted_index::VARCHAR AS "
                f"abstract_inverted_index) FROM read_json('{path}', format='newline_delimited', "
                f"maximum_object_size=134217728, columns={{{names}}})) TO '{target}' "
                f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROWS})"
            )
            written.append(target)
    return written
