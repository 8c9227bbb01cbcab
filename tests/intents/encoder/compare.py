#!/usr/bin/env python3
"""Compares the encoder with PyPI `tokenizers` and with the fp32 model in plain PyTorch.

    pip install -r intents/training/requirements.txt
    tests/intents/encoder/compare.py --tool BUILD/encoder_tool --weights FILE --model .../model.safetensors --texts FOLDER

Tokens: every code point inside a word, hostile strings, 3,000 strings made at random (the seed is printed) and 10,000 lines
of the texts. Embeddings: 1,000 lines, sampled with the same seed. Ends with status 1 when a token differs or the cosine
is below 0.97 (0.99 on average). With --golden FILE it also writes the lines encoder_test.cpp compares with.
"""

import argparse
import csv
import json
import random
import subprocess
import sys
from pathlib import Path

import torch
from safetensors import safe_open

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "intents" / "training"))
from minilm import load_model, load_tokenizer, to_batch  # noqa: E402

SEED = 20260101
GOLDEN = [
    "my hamstring hurts when I run",
    "3x8 bridges, pain 2/10",
    "Can't sit down without a sharp pull under my left cheek :(",
    "felt a pop sprinting yesterday and now there's a bruise",
    "remind me at 7:30 every day",
    "Größe, café, naïve, Ångström, İstanbul",
    "跑步时大腿后侧疼 and 달리기 アキレス腱",
    "🏃‍♂️💥 ouch!!! 😭",
    "[MASK] [SEP] [sep] [CLS]x",
    "e\u0301\u0323\u0308 x\u200dy\u00ad z\ufffd",
    "a" * 100 + " " + "a" * 101,
    "no. 1-2_3 don't/can't #7 @8 50% $9 ~x^y`z{|}",
    "",
    " \t\r\n\u00a0\u3000",
    "word " * 200,
]


def hostile():
    yield from GOLDEN
    yield from ("a" * 10_000, "é" * 10_000, "\u0301" * 10_000, "中" * 10_000, "각" * 10_000, "ᄀ" * 10_000, "!" * 10_000, "👩‍👩‍👧‍👦" * 2_000)
    yield from ("a" + "\u0301\u0323\u302e" * 3_000, "[" * 5_000, "[SEP]" * 500, "[SEP" * 500, "##ing ##s un##able", "İIıſK Å ﬃ ǅ Σς")
    yield from ("\u202eabc\u202c", "\u0000null\u0001\x7f", "x\u0085y\u000by\u000cz\u2028w\u2029v", "हिन्दी தமிழ் ไทย עִבְרִית العربية", "𝒽𝒶𝓂 ℌ 𝟙𝟚", "ｆｕｌｌ　ｗｉｄｔｈ")


def random_strings(generator, count):
    alphabets = [
        [chr(c) for c in range(0x20, 0x7F)],
        [chr(c) for c in range(0xA0, 0x250)],
        [chr(c) for c in [*range(0x300, 0x370), *range(0x61, 0x7B)]],
        [chr(c) for c in [*range(0x4E00, 0x4E80), *range(0xAC00, 0xAC80), *range(0x1100, 0x1200), *range(0x3040, 0x3100)]],
        [chr(c) for c in [*range(0x1F300, 0x1F700), 0x200D, 0xFE0F, 0x20]],
        [chr(c) for c in range(0x20, 0x30000) if not 0xD800 <= c < 0xE000],
        ["[CLS]", "[SEP]", "[", "]", "CLS", "##", "run", "ning", " ", "é", "中", "\u0301"],
    ]
    for _ in range(count):
        letters = generator.choice(alphabets) + generator.choice(alphabets)
        yield "".join(generator.choices(letters, k=generator.randint(1, 60)))


def code_points():
    for start in range(1, 0x110000, 16):
        for c in range(start, min(start + 16, 0x110000)):
            if not 0xD800 <= c < 0xE000:
                yield f"run{chr(c)}ning {chr(c)}"


def public_lines(folder):
    with open(folder / "banking77" / "train.csv", newline="", encoding="utf-8") as file:
        lines = [row[0] for row in csv.reader(file)][1:]
    for part in json.loads((folder / "clinc150" / "data_full.json").read_text(encoding="utf-8")).values():
        lines += [text for text, _ in part]
    return lines


def ask(tool, mode, weights, texts):
    data = b"".join(text if isinstance(text, bytes) else text.encode() + b"\0" for text in texts)
    answer = subprocess.run([tool, mode, weights], input=data, stdout=subprocess.PIPE, check=True).stdout
    return [[float(x) if mode == "embed" else int(x) for x in line.split()] for line in answer.decode().splitlines()]


def compare_tokens(name, tool, weights, tokenizer, texts):
    texts = [text for text in texts if "\0" not in text]
    ours = ask(tool, "tokens", weights, texts)
    assert len(ours) == len(texts), f"{len(ours)} answers to {len(texts)} texts"
    different = 0
    for start in range(0, len(texts), 20_000):
        theirs = tokenizer.encode_batch(texts[start : start + 20_000])
        for text, mine, reference in zip(texts[start:], ours[start:], theirs):
            if mine != reference.ids:
                different += 1
                if different <= 5:
                    print(f"  {text[:60]!r}: ours {mine[:20]} theirs {reference.ids[:20]}")
    print(f"tokens, {name}: {len(texts) - different} of {len(texts)} equal")
    return different == 0


def merge_adapter(model, path):
    """Adds a LoRA adapter to the model's weights, as the importer does."""
    with safe_open(path, "pt") as file:
        scale = float(file.metadata()["alpha"]) / float(file.metadata()["rank"])
        with torch.no_grad():
            for name in {key.rpartition(".")[0] for key in file.keys()}:
                down, up = (file.get_tensor(f"{name}.lora_{part}").float() for part in "AB")
                model.get_submodule(name).weight += scale * (up @ down)


def embed_fp32(model, tokenizer, texts):
    vectors = []
    with torch.no_grad():
        for start in range(0, len(texts), 32):
            vectors.append(model(*to_batch([e.ids for e in tokenizer.encode_batch(texts[start : start + 32])])))
    return torch.cat(vectors)


def compare_embeddings(tool, weights, model, tokenizer, texts):
    theirs = embed_fp32(model, tokenizer, texts)
    ours = torch.tensor(ask(tool, "embed", weights, texts))
    cosine = (ours * theirs).sum(1)
    print(f"embeddings, {len(texts)} lines: cosine mean {cosine.mean():.5f}, least {cosine.min():.5f} "
          f"({texts[int(cosine.argmin())][:70]!r}), length {ours.norm(dim=1).min():.6f} to {ours.norm(dim=1).max():.6f}")
    return cosine.mean() >= 0.99 and cosine.min() >= 0.97


def write_golden(path, model, tokenizer):
    entries = [
        {"text": text, "tokens": tokenizer.encode(text).ids, "embedding": [round(float(x), 5) for x in vector]}
        for text, vector in zip(GOLDEN, embed_fp32(model, tokenizer, GOLDEN))
    ]
    path.write_text("[\n" + ",\n".join(json.dumps(entry) for entry in entries) + "\n]\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("tool", "weights", "model", "texts"):
        parser.add_argument(f"--{name}", required=True, type=Path)
    parser.add_argument("--adapter", type=Path, help="the one that was merged into --weights")
    parser.add_argument("--golden", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    model, tokenizer = load_model(arguments.model), load_tokenizer(arguments.model)
    if arguments.adapter:
        merge_adapter(model, arguments.adapter)
    if arguments.golden:
        write_golden(arguments.golden, model, tokenizer)

    generator = random.Random(SEED)
    print(f"seed {SEED}")
    lines = public_lines(arguments.texts)
    sets = {
        "hostile": list(hostile()),
        "random": list(random_strings(generator, 3_000)),
        "public": generator.sample(lines, 10_000),
        "code points": list(code_points()),
    }
    good = [compare_tokens(name, arguments.tool, arguments.weights, tokenizer, texts) for name, texts in sets.items()]
    broken = [bytes(generator.randrange(1, 256) for _ in range(generator.randrange(1, 80))) + b"\0" for _ in range(2_000)]
    answers = ask(arguments.tool, "tokens", arguments.weights, broken)
    theirs = tokenizer.encode_batch([text[:-1].decode("utf-8", "replace") for text in broken])
    equal = sum(mine == reference.ids for mine, reference in zip(answers, theirs))
    print(f"tokens, invalid UTF-8: {equal} of {len(broken)} equal to those of the text with U+FFFD for what is invalid")
    good.append(equal == len(broken))
    good.append(compare_embeddings(arguments.tool, arguments.weights, model, tokenizer, generator.sample(lines, 1_000)))
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
