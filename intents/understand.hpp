// Text in, meaning out. Pure: the same reader, text and context give the same understanding.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "intents/meaning.hpp"
#include "intents/programme.hpp"

namespace hammy {

// The vector of a message, from the sentence encoder; empty when the encoder is off or was not asked.
using Embedding = std::vector<float>;

// Everything that was learned from a pack, ready to read messages. Immutable after construction; shared between threads.
class Reader {
public:
    struct Settings {
        std::filesystem::path cache_folder;  // trained heads and embeddings by content hash; empty = keep nothing
        std::filesystem::path encoder_file;  // the imported weights; empty or absent = lexical reader alone
    };

    static std::shared_ptr<const Reader> make(const Programme& programme, const Settings& settings);
    ~Reader();

    // A message looked at once: its words, what they name, and what a rule reads without doubt. For this reader alone.
    struct Reading;
    std::shared_ptr<Reading> look_at(std::string text, const Context& context) const;

    // Whether a message is worth the encoder's milliseconds: false for what rules read with certainty (a set log, a number that was
    // asked for, a command, "done") and when the encoder is off.
    bool wants_encoder(const Reading& reading) const;

    // Milliseconds of work; call on a worker thread. Empty when the encoder is off.
    Embedding embed(std::string_view text) const;

    // Microseconds. Without an embedding the lexical reader answers alone. Once per reading: what it holds goes into the answer.
    Understanding understand(Reading& reading, std::span<const float> embedding = {}) const;
    Understanding understand(std::string_view text, const Context& context, std::span<const float> embedding = {}) const;

    // How the message is read, step by step, for authors: words, concepts, negation, each reader's scores, thresholds, the nearest
    // phrases of the pack and the rule that decided. Milliseconds.
    std::string explain(std::string_view text, const Context& context) const;

    bool has_encoder() const;
    std::string encoder_trouble() const;  // why the encoder is off and what to do about it; empty when on

private:
    struct Parts;
    explicit Reader(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace hammy
