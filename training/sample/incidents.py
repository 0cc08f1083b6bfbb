"""Writes the sample in config/samples: short incident reports, made from our own templates and invented names.

`python3 training/sample/incidents.py config/samples`. Half of the held-out texts' names never occur in the training texts, and
a third of the held-out templates neither, so that its score says more than what was learnt by heart.
"""

import random
import re
import sys
from pathlib import Path

NAMES = {
    "PRODUCT": "Larkspur;Mail Ferry;Quillon;Tidewater Sync;Brasswork;Ledgerline;Pathfinder Cloud;Oriel;Smelter;Grey Heron;"
               "Tally Desk;Northbeam;Cargo Lens;Vellum;Hopscotch;Signal Box;Undertow;Copperplate;Beacon Mesh;Farrier;"
               "Inkwell Studio;Rookery;Stillwater DB;Turnstile",
    "TEAM": "Platform Crew;Night Desk;Storage Guild;Payments Squad;Field Support;Identity Group;Rapid Response;Network Office;"
            "Data Quality;Release Board;Customer Care;Edge Unit;Search Circle;Billing Squad;Trust Desk;Build Office",
    "SITE": "Halden;Port Merrow;Ostrava Two;Fenwick;Lower Quay;Tarn Hill;Bergamo East;Skerry;Dunmore;Valletta One;Kilbride;"
            "Arnside;Mossley;Harbour Nine;Ravenna West;Lindhome",
}
TRAIN = """
{PRODUCT} stopped answering in {SITE} at noon .
{TEAM} restarted {PRODUCT} after the upgrade to {VERSION} .
Since {VERSION} , {PRODUCT} loses its session when a user signs in from {SITE} .
{TEAM} and {TEAM} share the pager this week .
Customers in {SITE} report slow pages in {PRODUCT} and {PRODUCT} .
No incident was open over the weekend .
The fix for {PRODUCT} goes out with {VERSION} on Thursday .
{PRODUCT} {VERSION} was rolled back in {SITE} , {SITE} and {SITE} .
Please ask {TEAM} before you touch the queue of {PRODUCT} .
A disk in {SITE} failed and {TEAM} moved the load .
The report is late because nobody approved it .
{TEAM} saw the same error in {PRODUCT} , {PRODUCT} and {PRODUCT} .
After a power cut in {SITE} the caches were cold for an hour .
We compared {VERSION} with {VERSION} and found no difference .
Who owns {PRODUCT} now ? {TEAM} does .
An export from {PRODUCT} to {PRODUCT} hangs at 98 percent .
The room is booked , the agenda is not written yet .
{TEAM} will visit {SITE} in May .
Downgrading {PRODUCT} from {VERSION} to {VERSION} helped .
Alerts of {PRODUCT} reach {TEAM} twice .
""".strip().split("\n")
DEV = """
In {SITE} , {PRODUCT} answered again once {TEAM} had cleared the queue .
{VERSION} of {PRODUCT} is not affected .
{TEAM} closed the ticket without a comment .
Users of {PRODUCT} in {SITE} and {SITE} saw an empty list .
Nothing was lost .
{TEAM} asks for a test of {VERSION} in {SITE} .
The outage of {PRODUCT} lasted nine minutes .
Everyone signed the form .
""".strip().split("\n")


def pools(held_out: bool) -> dict:
    """Three quarters of the names for training; the held-out texts draw half of theirs from the rest."""
    result = {}
    for label, names in NAMES.items():
        names = names.split(";")
        seen, new = names[:len(names) * 3 // 4], names[len(names) * 3 // 4:]
        result[label] = seen[:len(new)] + new if held_out else seen
    return result


def sentence(frame: str, names: dict, chance: random.Random) -> list:
    """(token, tag) pairs; a name is not used twice in a sentence."""
    used, out = set(), []
    for token in frame.split():
        slot = re.fullmatch(r"\{(\w+)\}", token)
        if not slot:
            out.append((token, "O"))
            continue
        label = slot.group(1)
        name = f"{chance.randint(1, 9)}.{chance.randint(0, 20)}.{chance.randint(0, 9)}" if label == "VERSION" else \
            chance.choice([name for name in names[label] if name not in used])
        used.add(name)
        out += [(word, f"{'I' if number else 'B'}-{label}") for number, word in enumerate(name.split())]
    return out


def conll(held_out: bool, count: int, seed: int) -> str:
    chance, names = random.Random(seed), pools(held_out)
    frames = TRAIN + DEV if held_out else TRAIN
    # Held-out texts take each new template about as often as two known ones.
    weights = [1.0] * len(TRAIN) + [1.25] * (len(frames) - len(TRAIN))
    texts = [sentence(chance.choices(frames, weights)[0], names, chance) for _ in range(count)]
    return "\n".join("".join(f"{token}\t{tag}\n" for token, tag in text) for text in texts)


def main():
    folder = Path(sys.argv[1])
    (folder / "incidents-train.conll").write_text(conll(False, 240, 1), encoding="utf-8")
    (folder / "incidents-dev.conll").write_text(conll(True, 80, 2), encoding="utf-8")


if __name__ == "__main__":
    main()
