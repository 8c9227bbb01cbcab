#!/usr/bin/env python3
"""Guards the measure: no phrase of the pack equals, or nearly equals, a line of the labelled evaluation files.

    tests/leakage_test.py PACK EVAL_FOLDER

Nearly: three quarters of the words in common (of four words or more), or 88% of the characters in order. Exits 1 with the pairs.
"""
import collections
import difflib
import json
import re
import sys
from pathlib import Path


def plain(text):
    return " ".join(re.findall(r"[a-z0-9']+|[^\x00-\x7f]+", text.lower().replace("’", "'")))


def eval_lines(folder):
    for line in (folder / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        yield plain(json.loads(line)["text"])
    for line in (folder / "conversations.jsonl").read_text(encoding="utf-8").splitlines():
        yield from (plain(turn["user"]) for turn in json.loads(line)["turns"])


def phrases(pack):
    """The pack's phrases: one double-quoted YAML scalar a line (a JSON string, but for YAML's own escapes, which do not matter here)."""
    for path in sorted((pack / "phrases").rglob("*.yaml")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = re.match(r'\s*- "(.*)"\s*$', line)
            if match:
                yield f"{path.relative_to(pack)}:{number}", plain(match.group(1).replace('\\"', '"'))


def main():
    pack, folder = Path(sys.argv[1]), Path(sys.argv[2])
    if not folder.is_dir():
        print(f"no evaluation files at {folder}: nothing to compare with")
        return 77  # ctest: skipped
    lines = sorted({line for line in eval_lines(folder) if line})
    words = [set(line.split()) for line in lines]
    holding = collections.defaultdict(set)
    for index, line_words in enumerate(words):
        for word in line_words:
            holding[word].add(index)
    known, found, read = set(lines), [], 0
    for place, phrase in phrases(pack):
        read += 1
        if phrase in known:
            found.append((place, phrase, phrase))
            continue
        own = set(phrase.split())
        shared = collections.Counter(index for word in own for index in holding[word])
        for index, common in shared.most_common(20):
            all_words = len(own | words[index])
            alike = all_words >= 4 and common / all_words >= 0.75
            line = lines[index]
            if not alike and len(line) >= 8 and abs(len(line) - len(phrase)) <= len(line) * 0.2:
                alike = difflib.SequenceMatcher(None, line, phrase, autojunk=False).ratio() >= 0.88
            if alike:
                found.append((place, phrase, line))
                break
    for place, phrase, line in found:
        print(f"{place}: \"{phrase}\" is too close to the evaluation line \"{line}\"; remove it from the pack")
    if read == 0:
        print(f"{pack}: no phrase was read")
        return 1
    print(f"{read} phrases compared with {len(lines)} evaluation lines: {len(found)} too close")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
