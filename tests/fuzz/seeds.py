"""seeds.py PHRASES FOLDER: one file a seed, two bytes of context before a message: a few of the pack's phrases, what people send to break
things, and messages as long as a platform lets through and longer."""
import random
import re
import sys
from pathlib import Path

HOSTILE = ["", " ", "3x12 @ 315x5x3 12/10/8, 12 then 10 then 8", "no " * 2000, "0" * 4000, "1:1:" * 1000, "3x" * 2000, "," * 5000,
           "a" * 65536, "no pop, " * 8000, "numb tingling swollen " * 3000, "👩🏽‍🦽" * 2000, "e\u0301" * 5000, "ﷺ" * 3000, "中文" * 4000,
           "half past quarter to " * 3000, "Mon-Fri except Tue " * 3000, "\u202e\u200b\ufeff", "99999999999999999999 kg", "-1/10",
           "1.5.5.5 x .5 x 1e9", "12½ × ¾ lb", "every other day until 31.02.", "it's 25:61 here"]


def main(phrases, folder):
    chooser = random.Random(11)
    found = []
    for file in sorted(Path(phrases).rglob("*.yaml")):
        found += re.findall(r'- "((?:[^"\\]|\\.)+)"', file.read_text(encoding="utf-8"))
    messages = chooser.sample(found, min(300, len(found))) + HOSTILE
    for number, message in enumerate(messages):
        context = bytes([chooser.randrange(256), chooser.randrange(256)])
        (folder / f"seed-{number:03}").write_bytes(context + message.encode("utf-8"))


main(sys.argv[1], Path(sys.argv[2]))
