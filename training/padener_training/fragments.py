"""Short texts made of nothing but names and what stands around names in lists, captions and titles.

Sentences teach a name by its context; a list has none. The names come from the lists in `names/` (see the model card
for their licences), the frames are ours.
"""

import random
import re
from pathlib import Path

from .augment import LISTS, read_names
from .data import Record

LABELS = ("PER", "ORG", "LOC")

PERSON_FRAMES = (
    "{PER}", "{PER}", "{PER}", "{PER} ({year})", "{PER} ({year}–{year})", "{PER} (born {year})", "* {PER}", "** {PER}",
    "''{PER}''", "\"{PER}\"", "{number} {PER}", "{PER} ({number})", "{PER}, {PER}", "{PER}, {PER} and {PER}",
    "{PER} & {PER}", "{PER} – {work}", "* {PER} ({year}–{year}), {work}", "by {PER}", "with {PER}", "Written by {PER}.",
    "directed by {PER}", "{PER} as {PER}", "{PER} vs. {PER}", "{PER} ({LOC})", "{PER} ({ORG})", "{PER}, {ORG}",
    "{number}. {PER}, {LOC}", "He married {PER}.", "She was the daughter of {PER}.", "It was first described by {PER}.",
    "{PER} ({work})", "{year} – {PER}", "{PER} {number}–{number} {PER}", "def. {PER}", "{PER} was born in {LOC}.",
    "{NOBLE}", "{NOBLE} ({year}–{year})", "** {PER} – {work}", ": {PER}", "; {PER}", ": {PER} ({number})", "\" {PER}\"",
    "{PER} - {number}.{number}%", "{number}–{number} {PER} ({number})", "See also {PER}.", "{PER} – {PER}", "{PER} / {PER}",
)
PLACE_FRAMES = (
    "{LOC}", "{LOC}", "{PLACE}", "{PLACE}", "{PLACE}", "* {LOC}", "''{LOC}''", "{LOC}, {LOC} and {LOC}", "in {LOC}",
    "at {LOC}", "near {LOC}", "north of {LOC}", "{LOC} ({year})", "{number} {LOC}", "It is found in {LOC}.",
    "It is located in {PLACE}.", "from {LOC} to {LOC}", "{LOC} and {LOC}", "* {PLACE} – {number}", "born in {PLACE}",
    "He moved to {LOC} in {year}.", "{LOC} – {LOC}", "{ORG}, {LOC}", "{LOC} | {number}", "; {LOC}", "List of rivers of {LOC}",
    "{GEO}", "{GEO}", "{GEO}, {LOC}", "* {GEO}", "the valley of {GEO}", "They saw {GEO} from {LOC}.", "{GEO} ({LOC})",
    "{GEO} and {GEO}", ": {LOC}", "\" {LOC}\"", "{PER} ({LOC})", "{LOC}, since {year}",
)
GROUP_FRAMES = (
    "{ORG}", "{ORG}", "{ORG}", "{GROUP}", "{GROUP}", "* {ORG}", "''{ORG}''", "{ORG} ({year})", "{ORG} and {ORG}",
    "{ORG} {number}–{number} {ORG}", "{ORG} vs. {ORG}", "for {ORG}", "He played for {ORG}.", "{year}–{year}: {ORG}",
    "{ORG}, {ORG}", "{number} {ORG}", "She studied at {ORG}.", "published by {ORG}", "{ORG} ({LOC})", "at {GROUP}",
    "* {GROUP} ({year})", "{year} {ORG} season", "a member of the {GROUP}",
)
WORKS = ("actor", "actress", "writer", "footballer", "painter", "singer", "American actor", "politician", "composer",
         "poet", "engineer", "historian", "bishop", "guitarist", "coach", "director", "mathematician", "journalist")
GROUPS = ("{LOC} High School", "University of {LOC}", "{LOC} railway station", "{LOC} City Council", "{LOC} Museum",
          "{LOC} Symphony Orchestra", "{LOC} Police Department", "{LOC} International Airport", "{SURNAME} Records",
          "{SURNAME} & {SURNAME}", "{SURNAME} Brothers", "{LOC} Football League", "{SURNAME} College", "Bank of {LOC}",
          "{LOC} National Guard", "{LOC} Broadcasting Corporation", "Church of {LOC}", "{SURNAME} Foundation",
          "{LOC} Chamber of Commerce", "{LOC} Public Library", "{LOC} County Council", "{SURNAME} Motor Company",
          "{LOC} Institute of Technology", "{LOC} national football team", "{LOC} United", "{LOC} F.C.", "{LOC} Airlines",
          "{LOC} Air Force", "Democratic Party of {LOC}", "{LOC} Labour Party", "Ministry of Health of {LOC}", "{LOC} Theatre",
          "Royal Society of {LOC}", "{SURNAME}, {SURNAME} & {SURNAME}", "{SURNAME} Publishing", "{SURNAME} Pictures",
          "Supreme Court of {LOC}", "{LOC} Cathedral School", "{SURNAME} Group", "{LOC} Stock Exchange")
# Mountains, rivers and the like: their names are persons' as often as not.
PLACES = ("Mount {SURNAME}", "Lake {SURNAME}", "{SURNAME} Island", "{SURNAME} River", "River {LOC}", "{SURNAME} Creek",
          "{SURNAME} Peak", "{LOC} County", "{LOC} Township", "{SURNAME} Bay", "Cape {SURNAME}", "Port {SURNAME}", "Fort {SURNAME}",
          "Bay of {LOC}", "Gulf of {LOC}", "Province of {LOC}", "{LOC} District", "North {LOC}", "Upper {LOC}", "{SURNAME} Glacier",
          "{SURNAME} Valley", "Point {SURNAME}", "{LOC} Mountains", "Strait of {LOC}", "San {FIRST}", "St. {FIRST}", "{SURNAME} Street")
NOBLES = ("{FIRST}, Duke of {LOC}", "{FIRST}, Prince of {LOC}", "{FIRST} {SURNAME}, Jr.", "Sir {FIRST} {SURNAME}", "{FIRST} of {LOC}",
          "{FIRST} {SURNAME}, {number}th Earl of {LOC}", "{FIRST} II of {LOC}", "{FIRST} IV", "Countess {FIRST} of {LOC}",
          "Lord {SURNAME}", "Lady {FIRST} {SURNAME}", "Dr. {SURNAME}", "{FIRST} van {SURNAME}", "{FIRST} de {SURNAME}")
PATTERNS = {"GROUP": ("ORG", GROUPS), "GEO": ("LOC", PLACES), "NOBLE": ("PER", NOBLES)}


class Fragments:
    """`texts` are annotated ones: half of the names come from them, as lists of clubs and companies are all of one kind."""

    def __init__(self, folder: Path, texts=()):
        names = folder / "names"
        self.lists = {label: [read_names(names / file) for file in files] for label, files in LISTS.items()}
        self.first = read_names(names / "first-names-us.txt")
        self.last = read_names(names / "surnames-us.txt")
        self.seen = {label: _names(texts, label) for label in LABELS}

    def record(self, chance: random.Random) -> Record:
        frame = chance.choice(chance.choice((PERSON_FRAMES, PLACE_FRAMES, GROUP_FRAMES)))
        text, entities = "", []
        at = 0
        while at < len(frame):
            if frame[at] != "{":
                end = frame.find("{", at)
                end = len(frame) if end < 0 else end
                text += frame[at:end]
                at = end
                continue
            end = frame.index("}", at)
            label, words = self._filled(frame[at + 1:end], chance)
            if label:
                entities.append((label, len(text), len(text) + len(words)))
            text += words
            at = end + 1
        return Record(text, entities, LABELS, "fragments", "F")

    def _filled(self, slot: str, chance: random.Random):
        if slot == "year":
            return None, str(chance.randint(1400, 2025))
        if slot == "number":
            return None, str(chance.randint(1, 120))
        if slot == "work":
            return None, chance.choice(WORKS)
        if slot == "PLACE":
            outer = chance.choice(self.lists["LOC"][chance.choice((1, 1, 2))])
            return "LOC", f"{chance.choice(self.lists['LOC'][0])}, {outer}"
        if slot in PATTERNS:
            label, patterns = PATTERNS[slot]
            return label, re.sub(r"\{(\w+)\}", lambda found: self._part(found[1], chance), chance.choice(patterns))
        if self.seen[slot] and chance.random() < 0.5:
            return slot, chance.choice(self.seen[slot])
        if slot == "PER" and chance.random() < 0.6:
            middle = f" {chance.choice('ABCDEFGHJKLMNPRSTW')}." if chance.random() < 0.12 else ""
            return "PER", f"{chance.choice(self.first)}{middle} {chance.choice(self.last)}"
        return slot, chance.choice(chance.choice(self.lists[slot]))

    def _part(self, kind: str, chance: random.Random) -> str:
        """What stands for one word of a pattern."""
        if kind == "LOC":
            return chance.choice(self.lists["LOC"][chance.choice((0, 0, 1, 2))])
        return str(chance.randint(1, 19)) if kind == "number" else chance.choice(self.first if kind == "FIRST" else self.last)


def _names(texts, label: str) -> list:
    """Each once, however often it stands there; what begins small is seldom a name."""
    found = {record.text[start:end] for record in texts for kind, start, end in record.entities if kind == label}
    return sorted(name for name in found if 2 < len(name) < 48 and name[0].isupper() and name == " ".join(name.split()))
