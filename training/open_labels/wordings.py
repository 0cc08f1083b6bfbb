"""The words that a label is asked by. A user types what comes to mind: plural, another word, capitals."""

import random

OTHERS = {
    "PER": ("people", "person name", "name of a person", "individual", "human", "persons"),
    "ORG": ("organisation", "organizations", "company or institution", "institution", "group", "company, agency or institution"),
    "LOC": ("place", "geographical location", "locations", "place name", "city, country or region"),
    "MISC": ("miscellaneous name", "other name", "misc", "miscellaneous entity"),
    "person": ("people", "person name", "individual", "human"),
    "organization": ("organisation", "institution", "organizations"),
    "organisation": ("organization", "institution"),
    "location": ("place", "geographical location", "place name"),
    "country": ("nation", "state"),
    "date": ("calendar date", "day"),
    "disease": ("illness", "disorder", "medical condition"),
    "chemical": ("chemical substance", "compound", "drug or chemical"),
    "protein": ("protein name",),
    "gene": ("gene name",),
    "organism": ("species", "living being"),
    "cell": ("cell type",),
    "malware": ("malicious software", "virus"),
    "hacker group": ("threat actor", "attacker group"),
    "vulnerability": ("security flaw", "CVE"),
    "programming language": ("computer language",),
    "song": ("track", "song title"),
    "album": ("record", "album title"),
    "band": ("music group", "musical group"),
    "musical artist": ("musician", "singer or musician"),
    "music genre": ("genre", "style of music"),
    "musical instrument": ("instrument",),
    "book": ("novel", "book title"),
    "writer": ("author", "poet or novelist"),
    "magazine": ("periodical", "journal"),
    "literary genre": ("genre",),
    "event": ("happening", "named event"),
    "election": ("vote", "ballot"),
    "political party": ("party",),
    "politician": ("statesman", "political figure"),
    "scientist": ("researcher by profession", "science person"),
    "researcher": ("scientist", "computer scientist"),
    "university": ("college", "academic institution"),
    "product": ("commercial product", "good"),
    "food": ("ingredient", "food item"),
    "animal": ("animal species", "beast"),
    "plant": ("plant species",),
    "time": ("time of day", "clock time"),
    "city": ("town", "municipality"),
    "vehicle": ("means of transport", "ship, plane or car"),
    "facility": ("building", "structure"),
    "money": ("amount of money", "price"),
    "quantity": ("amount", "measure"),
    "award": ("prize", "honour"),
    "skill": ("ability", "competence"),
    "software": ("program", "application"),
    "website": ("web site", "internet site"),
    "weapon": ("arms",),
}


def plural(words: str) -> str:
    """Of the last word, by the common rules."""
    if not words[-1:].isalpha() or words.endswith("s"):
        return words
    if words.endswith("y") and words[-2:-1] not in "aeiou":
        return words[:-1] + "ies"
    return words + ("es" if words.endswith(("x", "ch", "sh", "z")) else "s")


def asked(label: str, words: str, chance: random.Random, varied: float) -> str:
    """The words for this time; `words` themselves where they are not varied."""
    if chance.random() >= varied:
        return words
    way = chance.random()
    if way < 0.4 and label in OTHERS:
        words = chance.choice(OTHERS[label])
    elif way < 0.65:
        words = plural(words)
    way = chance.random()
    if way < 0.15:
        return words.title()
    if way < 0.25:
        return words.upper()
    if way < 0.32:
        return words.replace(" ", "_")
    return words[:1].upper() + words[1:] if way < 0.45 else words
