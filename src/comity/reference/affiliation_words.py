"""The words by which a raw affiliation is placed: names, regions, codes, cities, institutions."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ß": "ss"}
)
_MARKS = re.compile("[\u0300-\u036f\u200b-\u200d]+")
_WORD = re.compile(r"[^\W_]+")


def phrases(text: str) -> frozenset[str]:
    """The phrases between the bars of a text."""
    return frozenset(text.split("|"))


def fold(text: str) -> str:
    """A spelling without case, accents and punctuation; single spaces between its words."""
    return " ".join(folded(text))


def folded(text: str) -> list[str]:
    """The words of a text without case, accents and punctuation."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = _MARKS.sub("", text).casefold().translate(_LETTERS)
    return _WORD.findall(text.lower().replace("&", " and "))


# Names that are also a person, a town elsewhere or a part of another name: they need more.
RISKY = phrases(
    "jordan|chad|georgia|israel|mali|cuba|jersey|lebanon|peru|jamaica|grenada|"
    "panama|st lucia|saint lucia|st helena|saint helena|montserrat|malta|cyprus|"
    "niger|guinea|sudan|mexico|samoa|dominica|macedonia|holland|guernsey|togo|"
    "ireland|saint vincent|st vincent|gaza|norway|poland|saudi|reunion|guyana|"
    "guyane|tahiti|west bank|luxembourg|wales|south african|south korean|czech|aust|"
    "lao|t c|persia|virginia|punjab|turkey|formosa|vietnam national"
)
ISO_WORDS = phrases("AND|CAN|PER|MAR|EST|BEN|DOM|COM|MAC|GIN|GAB|SUR|TON|MUS|ARM")

# After one of the modifiers these names are another place: "New Mexico", "Democratic … Korea".
MODIFIERS = phrases(
    "new|papua|equatorial|north|south|northern|southern|west|western|east|eastern|"
    "american|us|british|democratic|people|peoples|s|popular|dem|french|spanish|"
    "dutch"
)
SENSITIVE = phrases(
    "mexico|jersey|guinea|sudan|ireland|korea|republic of korea|samoa|georgia|"
    "macedonia|cyprus|virgin islands|republic of china|republic of the congo|"
    "republic of congo|congo|zealand|caledonia|wales|england|timor|sahara|"
    "antilles|guiana|polynesia|holland|brunswick"
)
# Places held by a nation other than the one this register gives them to: such words decide
# nothing alone, and a string that adds the holder's name is left undecided.
CONTESTED = {
    place: frozenset((holder,))
    for holder, places in {
        "RUS": "crimea|republic of crimea|autonomous republic of crimea|крым|simferopol|sevastopol|"
        "yalta|kerch|yevpatoria|feodosia",
        "TUR": "northern cyprus|north cyprus|trnc|t r n c|kktc|turkish republic of northern cyprus|"
        "turkish republic northern cyprus|t r north cyprus",
    }.items()
    for place in places.split("|")
}
HELD = CONTESTED | dict.fromkeys(
    ("nicosia", "lefkosa", "famagusta", "gazimagusta", "kyrenia", "girne"), frozenset(("TUR",))
)
# ISO codes that are read without a place beside them.
PLAIN_CODES = phrases("USA|FRA|DEU|GBR|ITA|ESP|CHN|JPN|IND|AUS|BRA|CAN|POL|TUR") - ISO_WORDS
PUNCTUATION = " .:*\"'‡†"
ORGANISATION = phrases(
    "university|univ|universite|universidad|universita|universitat|universiteit|"
    "universidade|dept|department|departement|departamento|institute|institut|"
    "instituto|istituto|inst|school|faculty|faculte|laboratory|laboratoire|lab|labs|"
    "center|centre|centro|college|academy|hospital|hopital|company|co|ltd|inc|"
    "corporation|agency|ministry|division|group|research|cnrs|inserm|section|unit|"
    "museum|survey|service|services|ecole|umr|clinic|foundation|bureau|"
    "observatory|society|council|fakultat|zentrum|gmbh|sa|engineering"
)
# Entries of their own, even where the sovereign's name follows.
SOVEREIGNS = {
    nation: frozenset(own.split())
    for nation, own in {
        "CHN": "HKG MAC TWN", "USA": "PRI GUM VIR ASM MNP UMI",
        "FRA": "REU GLP MTQ GUF NCL PYF MYT SPM WLF BLM MAF ATF",
        "GBR": "JEY GGY IMN GIB BMU FLK CYM VGB AIA MSR TCA SHN PCN IOT",
        "NLD": "ABW CUW SXM BES", "DNK": "FRO GRL", "NOR": "SJM", "FIN": "ALA",
        "AUS": "NFK CXR CCK", "NZL": "COK NIU TKL",
    }.items()
}  # fmt: skip
OVERSEAS = {"971": "GLP", "972": "MTQ", "973": "GUF", "974": "REU", "976": "MYT", "987": "PYF",
            "988": "NCL"}  # fmt: skip
# Letters before a postal code, as European addresses write them ("F-75005").
PREFIXES = {"F": "FRA", "FR": "FRA", "D": "DEU", "DE": "DEU", "CH": "CHE", "I": "ITA", "IT": "ITA",
            "A": "AUT", "AT": "AUT", "B": "BEL", "BE": "BEL", "NL": "NLD", "SE": "SWE", "S": "SWE",
            "NO": "NOR", "DK": "DNK", "FI": "FIN", "FIN": "FIN", "CZ": "CZE", "PL": "POL",
            "PT": "PRT", "GR": "GRC", "HU": "HUN", "H": "HUN", "LT": "LTU", "LV": "LVA", "E": "ESP",
            "SI": "SVN", "HR": "HRV", "RO": "ROU", "BG": "BGR", "ES": "ESP"}  # fmt: skip
# The first digits of each state's ZIP codes, by which "DE 19716" is Delaware and "DE 80333" not.
ZIP_DIGIT = {
    code: digit
    for digit, states in {
        "0": "CT MA ME NH NJ RI VT", "1": "DE NY PA", "2": "DC MD NC SC VA WV",
        "3": "AL FL GA MS TN", "4": "IN KY MI OH", "5": "IA MN MT ND SD WI", "6": "IL KS MO NE",
        "7": "AR LA OK TX", "8": "AZ CO ID NM NV UT WY", "9": "AK CA HI OR WA",
    }.items()
    for code in states.split()
}  # fmt: skip
