"""Every place-name trap of methods §11, and the order of evidence."""

from __future__ import annotations

import csv

import pytest

from comity.base.settings import PACKAGE
from comity.reference.affiliation_words import fold
from comity.reference.affiliations import AffiliationResolver, Resolution, load_resolver

REFERENCE = PACKAGE / "reference" / "data"


@pytest.fixture(scope="module")
def resolver() -> AffiliationResolver:
    return load_resolver(REFERENCE)


TRAPS = [
    # Oman is not in Romania, India not in Indiana, Niger not in Nigeria.
    ("Dept. of Physics, Oman Medical College, Muscat, Sultanate of Oman", "OMN"),
    ("Faculty of Physics, University of Bucharest, Bucharest, Romania", "ROU"),
    ("Dept of Physics, Indiana University, Bloomington, Indiana", "USA"),
    ("Indiana University, Bloomington, IN 47405", "USA"),
    ("Indian Institute of Technology, Kanpur, India", "IND"),
    ("Universite Abdou Moumouni, Niamey, Niger", "NER"),
    ("University of Ibadan, Ibadan, Nigeria", "NGA"),
    # The Guineas.
    ("Université de Conakry, Conakry, Guinea", "GIN"),
    ("University of Papua New Guinea, Port Moresby, Papua New Guinea", "PNG"),
    ("Ministry of Health, Malabo, Equatorial Guinea", "GNQ"),
    ("Bandim Health Project, Bissau, Guinea-Bissau", "GNB"),
    # Georgia the nation and Georgia the state.
    ("Tbilisi State University, Tbilisi, Georgia", "GEO"),
    ("Emory University, Atlanta, Georgia", "USA"),
    ("Emory University, Atlanta, GA", "USA"),
    ("School of Physics, Georgia Institute of Technology, Atlanta, GA 30332", "USA"),
    ("University of Georgia, Athens, Georgia", "USA"),
    ("Ministry of Health, Georgia", ""),
    # Jordan as a nation, a university and a person.
    ("University of Jordan, Amman, Jordan", "JOR"),
    ("Jordan University of Science and Technology, Irbid, Jordan", "JOR"),
    ("Jordan University", "JOR"),
    ("Michael Jordan", ""),
    ("Institut Camille Jordan, CNRS UMR 5208, Villeurbanne, France", "FRA"),
    ("Department of Statistics, Michael I. Jordan", ""),
    ("Université de N'Djamena, N'Djamena, Chad", "TCD"),
    ("Chad Smith, Department of Physics", ""),
    ("Université de Bamako, Bamako, Mali", "MLI"),
    ("Universidad de La Habana, La Habana, Cuba", "CUB"),
    ("High School, Cuba, Missouri", "USA"),
    ("High School, Cuba, MO 65453", "USA"),
    ("UNAM, Mexico City, Mexico", "MEX"),
    ("University of New Mexico, Albuquerque, New Mexico", "USA"),
    ("University of New Mexico, Albuquerque, NM 87131", "USA"),
    ("University of New Mexico", "USA"),
    ("Hospital, Saint Helier, Jersey", "JEY"),
    ("Princeton University, Princeton, New Jersey 08544", "USA"),
    ("University of Washington, Seattle, Washington", "USA"),
    ("Naval Research Laboratory, Washington, DC 20375", "USA"),
    ("Naval Research Laboratory, Washington, D.C. 20375", "USA"),
    ("Hospital, Washington, Tyne and Wear, United Kingdom", "GBR"),
    ("University of Birmingham, Birmingham B15 2TT", "GBR"),
    ("Department of Medicine, Birmingham, Alabama", "USA"),
    ("University of Alabama at Birmingham", "USA"),
    ("Birmingham", ""),
    ("Harvard University, Cambridge, MA 02138", "USA"),
    ("University of Cambridge, Cambridge", "GBR"),
    ("Department of Physics, Cambridge", ""),
    ("Western University, London, Ontario", "CAN"),
    ("Western University, London, ON N6A 3K7", "CAN"),
    ("Imperial College London, London SW7 2AZ", "GBR"),
    ("American University of Beirut, Beirut, Lebanon", "LBN"),
    ("Dartmouth-Hitchcock Medical Center, Lebanon, New Hampshire", "USA"),
    ("Dartmouth-Hitchcock Medical Center, Lebanon, NH 03756", "USA"),
    ("Universidad de Lima, Lima, Peru", "PER"),
    ("High School, Peru, Indiana", "USA"),
    ("Bilkent University, Ankara, Turkey", "TUR"),
    ("Bilkent Üniversitesi, Ankara, Türkiye", "TUR"),
    ("University of Twente, Enschede, Holland", "NLD"),
    ("Hope College, Holland, Michigan", "USA"),
    ("Trinity College, Dublin 2, Ireland", "IRL"),
    ("Queen's University Belfast, Belfast, Northern Ireland", "GBR"),
    ("Ulster University, Coleraine, Northern Ireland, UK", "GBR"),
    # The Koreas.
    ("Korea", ""),
    ("Department of Chemistry, Korea", ""),
    ("Seoul, Korea", "KOR"),
    ("KAIST, Daejeon, Korea", "KOR"),
    ("Korea University", "KOR"),
    ("Yonsei University, Seoul, Republic of Korea", "KOR"),
    ("Hanyang University, Seoul, Korea (Republic of)", "KOR"),
    ("Hanyang University, South Korea", "KOR"),
    ("서울대학교, 서울, 대한민국", "KOR"),
    ("Kim Il Sung University, Pyongyang, Democratic People's Republic of Korea", "PRK"),
    ("Kim Il Sung University, Pyongyang, DPR Korea", "PRK"),
    ("Kim Il Sung University, Pyongyang, Korea", "PRK"),
    ("Pyongyang, North Korea", "PRK"),
    # China, Taiwan, Hong Kong, Macau.
    ("Peking University, Beijing, China", "CHN"),
    ("Peking University, Beijing, People's Republic of China", "CHN"),
    ("Peking University, Beijing, P. R. China", "CHN"),
    ("Peking University, Beijing 100871, PRC", "CHN"),
    ("National Taiwan University, Taipei, Republic of China", "TWN"),
    ("National Taiwan University, Taipei 106, Taiwan, R.O.C.", "TWN"),
    ("National Taiwan University, Taipei 106, Taiwan (R.O.C.)", "TWN"),
    ("Academia Sinica, Taipei", "TWN"),
    ("Academia Sinica, Taipei, Taiwan, China", "TWN"),
    ("National Tsing Hua University, Hsinchu, Taiwan, Province of China", "TWN"),
    ("The University of Hong Kong, Hong Kong, China", "HKG"),
    ("The University of Hong Kong, Pokfulam, Hong Kong SAR, P.R. China", "HKG"),
    ("City University of Hong Kong, Kowloon, Hong Kong", "HKG"),
    ("University of Macau, Macau, China", "MAC"),
    ("University of Macau, Taipa, Macau SAR, China", "MAC"),
    ("The Chinese University of Hong Kong, Shenzhen, China", "CHN"),
    # The Congos, Namibia, the Sudans.
    ("University of Kinshasa, Kinshasa, Democratic Republic of the Congo", "COD"),
    ("Université Marien Ngouabi, Brazzaville, Republic of the Congo", "COG"),
    ("University of Kinshasa, Kinshasa, Congo", "COD"),
    ("Université Marien Ngouabi, Brazzaville, Congo", "COG"),
    ("Ministry of Health, Congo", ""),
    ("University of Namibia, Windhoek, Namibia", "NAM"),
    ("University of Namibia, Windhoek, NA", "NAM"),
    ("NA", ""),
    ("N/A", ""),
    ("Department of Physics, NA", ""),
    ("University of Khartoum, Khartoum, Sudan", "SDN"),
    ("University of Juba, Juba, South Sudan", "SSD"),
    # Islands and saints.
    ("College of Micronesia, Palikir, Federated States of Micronesia", "FSM"),
    ("College of Micronesia, Pohnpei, Micronesia", "FSM"),
    ("Hospital, Castries, Saint Lucia", "LCA"),
    ("University of Queensland, St Lucia, Queensland, Australia", "AUS"),
    ("University of Queensland, St Lucia", ""),
    ("Hospital, Kingstown, Saint Vincent and the Grenadines", "VCT"),
    ("Medical School, Basseterre, Saint Kitts and Nevis", "KNA"),
    ("University of the Virgin Islands, St Thomas, US Virgin Islands", "VIR"),
    ("Hospital, Road Town, British Virgin Islands", "VGB"),
    ("Virgin Islands", ""),
    ("Medical School, Roseau, Dominica", "DMA"),
    ("Universidad INTEC, Santo Domingo, Dominican Republic", "DOM"),
    ("National University of Samoa, Apia, Samoa", "WSM"),
    ("American Samoa Community College, Pago Pago, American Samoa", "ASM"),
    ("Université de La Réunion, Saint-Denis, La Réunion, France", "REU"),
    ("Université de La Réunion, 97400 Saint-Denis, France", "REU"),
    ("Institut Pasteur, Nouméa, New Caledonia", "NCL"),
    ("University of Puerto Rico, San Juan, Puerto Rico, USA", "PRI"),
    # Contested and renamed.
    ("Ss. Cyril and Methodius University, Skopje, Macedonia", "MKD"),
    ("Ss. Cyril and Methodius University, Skopje, North Macedonia", "MKD"),
    ("University of Macedonia, Thessaloniki, Greece", "GRC"),
    ("University of Prishtina, Pristina, Kosovo", "XKX"),
    ("Birzeit University, Birzeit, Palestine", "PSE"),
    ("An-Najah National University, Nablus, Palestinian Territories", "PSE"),
    ("Crimea", ""),
    ("Crimean Federal University, Simferopol, Crimea", ""),
    ("Crimean Federal University, Simferopol, Crimea, Russia", ""),
    ("Near East University, Nicosia, Northern Cyprus, Turkey", ""),
    # Short forms.
    ("Khalifa University, Abu Dhabi, UAE", "ARE"),
    ("Khalifa University, Abu Dhabi, U.A.E.", "ARE"),
    ("King Saud University, Riyadh, KSA", "SAU"),
    ("University of Leeds, Leeds, UK", "GBR"),
    ("University of Leeds, Leeds, U.K", "GBR"),
    ("MIT, Cambridge, USA", "USA"),
    ("MIT, Cambridge, U.S.A.", "USA"),
    ("please contact us", ""),
    # Native names.
    ("Universidad de Granada, Granada, España", "ESP"),
    ("Technische Universität, Dresden, Deutschland", "DEU"),
    ("МГУ, Москва, Россия", "RUS"),
    ("清华大学, 北京, 中国", "CHN"),
    ("東京大学, 東京, 日本", "JPN"),
    ("Universidade de São Paulo, São Paulo, Brasil", "BRA"),
    ("Université Mohammed V, Rabat, Maroc", "MAR"),
]


@pytest.mark.parametrize(("text", "nation"), TRAPS)
def test_traps(resolver: AffiliationResolver, text: str, nation: str) -> None:
    assert resolver.resolve(text).nations == (frozenset((nation,)) if nation else frozenset())


@pytest.mark.parametrize(
    ("text", "nations"),
    [
        ("CNRS, Paris, France; Stanford University, Stanford, CA 94305, USA", "FRA USA"),
        ("LaBRI, Bordeaux, France and University of Toronto, Toronto, Canada", "CAN FRA"),
        ("Inria, Lille, France & University of Mons, Mons, Belgium", "BEL FRA"),
        ("Univ. of Oxford; Oxford; UK", "GBR"),
        ("Hong Kong; China", "HKG"),
        ("Leiden, Netherlands, Riom, France, Perigny, France", "FRA NLD"),
    ],
)
def test_several_addresses(resolver: AffiliationResolver, text: str, nations: str) -> None:
    assert resolver.resolve(text).nations == frozenset(nations.split())


@pytest.mark.parametrize(
    ("text", "nation", "basis"),
    [
        ("Laboratory X, Unknown Town. E-mail: someone@lab.cnrs.fr", "FRA", "e-mail"),
        ("someone@gmail.com", "", ""),
        ("Laboratory X, CH-1211 Somewhere", "CHE", "postal"),
        ("1 Some Street, Nowhere, AB51 0GA", "GBR", "postal"),
        ("Laboratory X, Nowhere, T6B 2X3", "CAN", "postal"),
        ("Laboratory X, Adelaide SA 5005", "AUS", "code: SA 5005"),
        ("Laboratory X, Toulouse", "FRA", "city: toulouse"),
        ("King Fahd University of Petroleum & Minerals", "SAU", "institution: "),
        ("University of Houston and Saudi Aramco", "", ""),
        ("", "", ""),
        (" ;;, ,;", "", ""),
    ],
)
def test_weaker_evidence_in_its_order(
    resolver: AffiliationResolver, text: str, nation: str, basis: str
) -> None:
    found = resolver.resolve(text)
    assert found.nations == (frozenset((nation,)) if nation else frozenset())
    assert (found.basis[0] if found.basis else "").startswith(basis)


def test_an_abstention_is_the_empty_resolution(resolver: AffiliationResolver) -> None:
    assert resolver.resolve("Consultant") == Resolution(frozenset(), ())


def test_every_word_has_a_nation_of_the_register_and_a_source() -> None:
    with (REFERENCE / "nations.csv").open(encoding="utf-8", newline="") as stream:
        known = {row["nation"] for row in csv.DictReader(stream)}
    with (REFERENCE / "affiliation_names.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) > 30_000
    for row in rows:
        assert set(row["nation"].split(";")) <= known, row
        assert row["source"], row
        assert fold(row["name"]), row


def test_the_repeat_of_a_string_gives_the_same(resolver: AffiliationResolver) -> None:
    texts = [text for text, _ in TRAPS]
    first = [resolver.resolve(text) for text in texts]
    assert [resolver.resolve(text) for text in reversed(texts)] == first[::-1]
