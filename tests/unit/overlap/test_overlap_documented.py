import csv
import doctest
from collections import Counter
from pathlib import Path

from comity.overlap.encoders import NgramEncoder
from comity.overlap.terms import shipped_terms
from comity.overlap.words import words

ROOT = Path(__file__).parents[3]
DOCUMENT = ROOT / "docs" / "overlap.md"


def test_the_examples_of_the_page_run():
    found = doctest.testfile(str(DOCUMENT), module_relative=False, encoding="utf-8")
    assert found.attempted > 8
    assert found.failed == 0


def test_the_page_counts_the_terms_and_states_the_threshold():
    page = DOCUMENT.read_text(encoding="utf-8")
    terms = shipped_terms().terms
    concepts, technologies = {t.concept for t in terms}, {t.technology for t in terms}
    languages = {t.language for t in terms}
    assert (
        f"{len(concepts)} concepts of {len(technologies)} technologies with {len(terms)} "
        f"spellings in {len(languages)} languages"
    ) in page
    assert f"| n-grams | {NgramEncoder().close_from:.2f} |".replace("0.", ".") in page


def test_planted_proposals_name_their_papers_and_are_no_copies():
    path = ROOT / "benchmarks/data/overlap_planted.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert Counter(row["kind"] for row in rows) == dict.fromkeys(
        ("paraphrased", "translated", "split"), 24
    )
    for row in rows:
        assert all(row[name] for name in ("venue", "year", "id", "title", "proposal"))
        mine, theirs = ([w.form for w in words(row[n])] for n in ("title", "proposal"))
        assert mine != theirs
