"""The sample department: the shipped Word files, the faults in the one, their absence in the other."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from jixiao.documents import book as documents
from jixiao.kernel.rule import Severity
from jixiao.office import book as office
from jixiao.office.writers import docx
from jixiao.review.book import examine
from jixiao.review.facts import Mark
from jixiao.site.demo import build
from jixiao.targets.facts import Filing

SEED = Path(__file__).parents[4] / "shared" / "seed" / "2022-targets.txt"
SHIPPED = {build.FAULTY: build.faulty(), build.CLEAN: build.clean()}

pytestmark = pytest.mark.pure


def by_rule_and_place(marks: Iterable[Mark]) -> Counter[tuple[str, str, str]]:
    return Counter((mark.rule.code, mark.place.path, mark.severity.code) for mark in marks)


@pytest.mark.parametrize(("name", "filing"), SHIPPED.items())
def test_the_shipped_file_is_what_the_product_writes(name: str, filing: Filing) -> None:
    assert (build.HERE / name).read_bytes() == docx.write(documents.write(filing, "hebei-2022")), "run scripts/make_demo.py"


@pytest.mark.parametrize(("name", "filing"), SHIPPED.items())
def test_the_shipped_file_reads_back_to_the_facts_it_was_made_of(name: str, filing: Filing) -> None:
    reading = documents.recognise(office.read((build.HERE / name).read_bytes(), name))

    assert (reading.layout, reading.doubts) == ("hebei-2022", ())
    assert reading.filing == filing


def test_the_file_put_right_gives_nothing_above_a_hint() -> None:
    loud = [f"{mark.rule.code} {mark.place.path}: {mark.message}" for mark in examine(build.clean()) if mark.severity > Severity.INFO]

    assert loud == []


def test_the_money_of_the_demo_is_that_of_its_model() -> None:
    amounts = [project.amount.wan() for project in build.faulty().projects if project.amount]

    assert amounts == ["200", "50", "40", "15.5", "30", "5", "4.4", "30", "200"]


def test_no_real_person_number_or_city_is_in_it() -> None:
    text = "".join((build.HERE / name).read_text("utf-8") for name in ("faulty.toml", "clean.toml"))

    assert "承德" not in text
    assert {project.lead for project in build.faulty().projects} == {"张某某", "李某某", "王某某"}
    assert all((project.phone or "").startswith("0000-555") for filing in SHIPPED.values() for project in filing.projects)


@pytest.mark.skipif(not SEED.exists(), reason="the seed document is not at hand: it stands beside the repository")
def test_the_demo_has_the_faults_of_its_model_each_in_its_place() -> None:
    seed = documents.recognise(office.read(SEED.read_bytes(), SEED.name)).filing

    assert by_rule_and_place(examine(build.faulty())) == by_rule_and_place(examine(seed))
