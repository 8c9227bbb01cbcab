"""seeds.py PHRASES FOLDER: what each fuzz target starts from, a folder a target and a file a seed.
understand: two bytes of context before a message: a few of the pack's phrases, what people send to break things, and messages as long as a
platform lets through and longer. telegram: updates as the Bot API sends them, and broken ones. pack: a byte that chooses the file, then the
file. (weights_seed.cpp writes the one of weights.)"""
import json
import random
import re
import sys
from pathlib import Path

HOSTILE = ["", " ", "3x12 @ 315x5x3 12/10/8, 12 then 10 then 8", "no " * 2000, "0" * 4000, "1:1:" * 1000, "3x" * 2000, "," * 5000,
           "a" * 65536, "no pop, " * 8000, "numb tingling swollen " * 3000, "👩🏽‍🦽" * 2000, "e\u0301" * 5000, "ﷺ" * 3000, "中文" * 4000,
           "half past quarter to " * 3000, "Mon-Fri except Tue " * 3000, "\u202e\u200b\ufeff", "99999999999999999999 kg", "-1/10",
           "1.5.5.5 x .5 x 1e9", "12½ × ¾ lb", "every other day until 31.02.", "it's 25:61 here"]

CHAT = {"id": 42, "type": "private"}
PERSON = {"id": 42, "is_bot": False, "first_name": "Ada", "language_code": "en-GB"}
MESSAGE = {"message_id": 11, "date": 1700000000, "chat": CHAT, "from": PERSON}
UPDATES = [
    {"update_id": 7, "message": {**MESSAGE, "text": "did 3x8 bridges, pain 2"}},
    {"update_id": 8, "message": {**MESSAGE, "text": "/start@HammyBot club-7"}},
    {"update_id": 9, "message": {**MESSAGE, "chat": {"id": -5, "type": "supergroup"}, "text": "@hammybot hi",
                                 "reply_to_message": {"from": {"username": "HammyBot"}}}},
    {"update_id": 10, "edited_message": {**MESSAGE, "edit_date": 1700000060, "text": "3x10"}},
    {"update_id": 11, "callback_query": {"id": "cb1", "from": PERSON, "data": "1|log_pain pain=4", "message": {
        **MESSAGE, "reply_markup": {"inline_keyboard": [[{"text": "4", "callback_data": "1|log_pain pain=4"}]]}}}},
    {"update_id": 12, "my_chat_member": {"chat": CHAT, "date": 1, "from": PERSON, "new_chat_member": {"status": "kicked"}}},
    {"update_id": 13, "message": {**MESSAGE, "location": {"latitude": 52.5, "longitude": 13.4}}},
    {"update_id": 14, "message": {**MESSAGE, "photo": [{"file_id": "x"}], "caption": "what is this"}},
    {"update_id": 15, "message": {**MESSAGE, "migrate_to_chat_id": -100123}},
    {"update_id": 2**63, "message": {"chat": {"id": 1e300}, "date": -1, "text": 5}},
    {"ok": True, "result": [{"update_id": 7, "message": {**MESSAGE, "text": "hi"}}, 5, []]},
]
BODIES = ["", "{", "[" * 60000, '{"a":' * 10000, '{"update_id":1,"message":{"text":"\\ud800"}}', "\ufeff{}", '"' + "x" * 60000]

FILES = ["sources: [", "- intents: [symptom_lower]\n  phrases:\n    - \"sore\"\n    -\n    - 'ok'\n", "[" * 3000, "- " * 3000, "a: &x b\nc: *x\n",
         "{a: b, c: [d, {e: f}]}\n", "? [a]\n: b\n", "a: |\n  many\n  lines\nb: >-\n  folded\n", "---\na: 1\n---\nb: 2\n", "a:\n\t- b\n", "%YAML 9.9\n"]


def messages(chooser, phrases):
    found = []
    for file in sorted(Path(phrases).rglob("*.yaml")):
        found += re.findall(r'- "((?:[^"\\]|\\.)+)"', file.read_text(encoding="utf-8"))
    for message in chooser.sample(found, min(300, len(found))) + HOSTILE:
        yield bytes([chooser.randrange(256), chooser.randrange(256)]) + message.encode("utf-8")


def main(phrases, folder):
    chooser = random.Random(11)
    pack = Path(phrases).parent
    files = FILES + [file.read_text(encoding="utf-8")[:6000] for file in sorted(pack.glob("*.yaml"))]
    seeds = {
        "understand": messages(chooser, phrases),
        "telegram": [json.dumps(update).encode() for update in UPDATES] + [body.encode("utf-8") for body in BODIES],
        "pack": [bytes([number]) + text.encode("utf-8") for number, text in enumerate(files)],
    }
    (folder / "weights").mkdir(parents=True, exist_ok=True)
    for target, inputs in seeds.items():
        (folder / target).mkdir(parents=True, exist_ok=True)
        for number, data in enumerate(inputs):
            (folder / target / f"seed-{number:03}").write_bytes(data)


main(sys.argv[1], Path(sys.argv[2]))
