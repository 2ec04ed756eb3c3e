"""Lists, names and records: whether what is printed is what its source has."""

from __future__ import annotations

from comity.claims.findings import Finding
from comity.claims.grounds import Grounds
from comity.claims.values import shown
from comity.reference.entries import Claim, Said


def list_against_source(grounds: Grounds, claim: Claim, said: Said) -> list[Finding]:
    """Whether the entries printed are those of the edition of the official list that is named."""
    if said.list is None or not said.members:
        return []
    edition = next(
        (
            one
            for one in grounds.independent(grounds.register.list_editions, claim)
            if one.list == said.list and one.edition == said.list_edition
        ),
        None,
    )
    if edition is None:
        return []
    technologies = list(grounds.register.technologies)
    of = {
        name.casefold(): one.key
        for one in technologies
        for name in (one.key, one.name, one.short, *(entry.name for entry in one.lists))
    }
    on_list = {
        one.key: entry.name
        for one in technologies
        for entry in one.lists
        if entry.list == said.list and entry.edition == said.list_edition
    }
    mine = [of.get(member.casefold()) for member in said.members]
    missing = [name for key, name in on_list.items() if key not in mine]
    extra = [member for member, key in zip(said.members, mine, strict=True) if key not in on_list]
    split = sorted({on_list[key] for key in mine if key in on_list and mine.count(key) > 1})
    evidence = (
        grounds.evidence(
            claim, edition, f"{edition.title}: {', '.join(on_list.values())}", edition.edition
        ),
    )
    parts = [
        f"{words} {', '.join(names)}"
        for words, names in (
            ("left out:", missing), ("not on it:", extra), ("printed as several:", split),
        )
        if names
    ]  # fmt: skip
    text = f"{edition.title}: {'; '.join(parts) or 'all entries as printed'}"
    if not missing and not extra and not split:
        return [Finding("list-incomplete", "supports", text, "", evidence)]
    if not edition.complete:
        return [Finding(
            "list-incomplete", "depends", text, "edition", evidence, "the whole list",
        )]  # fmt: skip
    return [Finding("list-incomplete", "contradicts", text, "", evidence)]


def name_as_on_record(grounds: Grounds, claim: Claim, said: Said) -> list[Finding]:
    """Whether a project's printed name is one that it has."""
    if said.project is None or said.value is None:
        return []
    project = next((one for one in grounds.register.projects if one.key == said.project), None)
    if project is None or not grounds.independent([project], claim):
        return []
    printed = shown(said.value)
    evidence = (grounds.evidence(claim, project, project.name),)
    text = f"printed {printed}; on record {project.name}"
    if printed.casefold() in project.name.casefold():
        return [Finding("name", "supports", text, "", evidence)]
    return [Finding("name", "contradicts", text, "", evidence)]


def records_with_sources(grounds: Grounds, claim: Claim, said: Said) -> list[Finding]:
    """How many of the activities that it names have a source beside the document."""
    if not said.records:
        return []
    chosen = [one for one in grounds.register.cooperation_records if one.key in said.records]
    sourced = grounds.independent(chosen, claim)
    evidence = tuple(grounds.evidence(claim, one, one.title) for one in sourced)
    text = f"{len(sourced)} of {len(chosen)} activities have a source beside the document"
    if sourced and len(sourced) == len(chosen):
        return [Finding("records", "supports", text, "", evidence)]
    if sourced:
        lacking = ", ".join(one.key for one in chosen if one not in sourced)
        return [Finding(
            "records", "depends", f"{text}; none for {lacking}", "source", evidence,
            f"a source for {lacking}",
        )]  # fmt: skip
    return []
