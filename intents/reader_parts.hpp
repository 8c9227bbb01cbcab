// What a Reader is made of; for understand.cpp and explain.cpp alone.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "intents/encoder/encoder.hpp"
#include "intents/entities.hpp"
#include "intents/learned.hpp"
#include "intents/lexicon.hpp"
#include "intents/ranking.hpp"
#include "intents/safety.hpp"
#include "intents/understand.hpp"

namespace hammy {

struct Reader::Parts {
    const Programme* programme = nullptr;
    Lexicon lexicon;
    EntityReader entities;
    std::unique_ptr<encoder::Encoder> encoder;
    std::string encoder_trouble;
    Learned learned;
    RankSettings rank;

    // What a rule reads without doubt, and which rule; nothing when the models must read.
    struct Certain {
        Intent intent;
        const char* rule;
    };
    std::optional<Certain> certain(const Reading& reading) const;
    const std::vector<Feature>& features_of(const Reading& reading) const;

    Probabilities probabilities(const std::vector<Feature>& features, std::span<const float> embedding) const;
    // A log's numbers in the words carry its intents when the models half agree.
    void let_shapes_speak(const Extracted& found, bool asks, Probabilities& p) const;
    void let_completion_speak(const std::vector<text::Token>& tokens, const Extracted& found, Probabilities& p) const;
    void let_clauses_speak(const std::vector<text::Token>& tokens, Probabilities& p) const;
    void drop_denied_circuits(const std::vector<text::Token>& tokens, const std::function<std::vector<float>(Intent)>& votes,
                              Probabilities& p) const;
};

struct Reader::Reading {
    std::string text;
    Context context;
    std::vector<text::Token> tokens;
    Extracted found;
    std::optional<Parts::Certain> sure = {};
    mutable std::optional<std::vector<Feature>> features = {};  // made when first asked for: what a rule reads needs none
};

}  // namespace hammy
