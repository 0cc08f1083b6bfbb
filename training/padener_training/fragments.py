"""Short texts made of nothing but names and what stands around names in lists, captions and titles.

Sentences teach a name by its context; a list has none. The names come from the lists in `names/` (see the model card
for their licences), the frames are ours.
"""

import random
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
)
PLACE_FRAMES = (
    "{LOC}", "{LOC}", "{PLACE}", "{PLACE}", "{PLACE}", "* {LOC}", "''{LOC}''", "{LOC}, {LOC} and {LOC}", "in {LOC}",
    "at {LOC}", "near {LOC}", "north of {LOC}", "{LOC} ({year})", "{number} {LOC}", "It is found in {LOC}.",
    "It is located in {PLACE}.", "from {LOC} to {LOC}", "{LOC} and {LOC}", "* {PLACE} – {number}", "born in {PLACE}",
    "He moved to {LOC} in {year}.", "{LOC} – {LOC}", "{ORG}, {LOC}", "{LOC} | {number}", "; {LOC}", "List of rivers of {LOC}",
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
          "{LOC} Chamber of Commerce", "{LOC} Public Library", "{LOC} County Council", "{SURNAME} Motor Company")


class Fragments:
    def __init__(self, folder: Path):
        names = folder / "names"
        self.lists = {label: [read_names(names / file) for file in files] for label, files in LISTS.items()}
        self.first = read_names(names / "first-names-us.txt")
        self.last = read_names(names / "surnames-us.txt")

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
        if slot == "GROUP":
            pattern = chance.choice(GROUPS)
            while "{LOC}" in pattern:
                pattern = pattern.replace("{LOC}", chance.choice(self.lists["LOC"][chance.choice((0, 0, 1, 2))]), 1)
            while "{SURNAME}" in pattern:
                pattern = pattern.replace("{SURNAME}", chance.choice(self.last), 1)
            return "ORG", pattern
        if slot == "PER" and chance.random() < 0.6:
            middle = f" {chance.choice('ABCDEFGHJKLMNPRSTW')}." if chance.random() < 0.12 else ""
            return "PER", f"{chance.choice(self.first)}{middle} {chance.choice(self.last)}"
        return slot, chance.choice(chance.choice(self.lists[slot]))
