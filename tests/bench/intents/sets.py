"""Writes the public sets as "class<TAB>text" lines: train.tsv, valid.tsv, test.tsv. The same lines go to every reader."""
import csv
import json
import random
from collections import defaultdict
from pathlib import Path

SHOTS = 10
VALID_PER_CLASS = 20  # of BANKING77, which has no validation split: training lines that the ten-shot sets leave over


def banking77(folder):
    def lines(name):
        with open(folder / "banking77" / name, encoding="utf-8", newline="") as file:
            return [(row["category"], row["text"]) for row in csv.DictReader(file)]
    return {"train": lines("train.csv"), "valid": [], "test": lines("test.csv")}


def clinc150(folder):
    data = json.loads((folder / "clinc150" / "data_full.json").read_text(encoding="utf-8"))
    def lines(*names):
        return [(label, text) for name in names for text, label in data[name]]
    return {"train": lines("train"), "valid": lines("val", "oos_val"), "test": lines("test", "oos_test")}


SETS = {"BANKING77": banking77, "CLINC150": clinc150}


def ten_shot(parts, seed):
    """Ten lines of each class; what is left over serves as validation where the set has none."""
    by_class = defaultdict(list)
    for label, text in parts["train"]:
        by_class[label].append(text)
    chooser = random.Random(seed)
    train, left_over = [], []
    for label in sorted(by_class):
        texts = sorted(by_class[label])
        chooser.shuffle(texts)
        train += [(label, text) for text in texts[:SHOTS]]
        left_over += [(label, text) for text in texts[SHOTS:SHOTS + VALID_PER_CLASS]]
    return {"train": train, "valid": parts["valid"] or left_over, "test": parts["test"]}


def with_names(parts):
    """The name of each class as one more example of it: "card_arrival" says "card arrival"."""
    names = [(label, label.replace("_", " ").replace("?", "")) for label in sorted({label for label, _ in parts["train"]})]
    return {**parts, "train": parts["train"] + names}


def write(parts, folder: Path):
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in parts.items():
        text = "".join(f"{label}\t{' '.join(message.split())}\n" for label, message in lines)
        (folder / f"{name}.tsv").write_text(text, encoding="utf-8")
