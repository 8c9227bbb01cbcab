#include "intents/understand.hpp"

#include <algorithm>
#include <stdexcept>

#include "intents/reader_parts.hpp"
#include "intents/text.hpp"

namespace hammy {
namespace {

// What lies outside has no end, and the pack can hold only some of it: lean towards it.
constexpr double kScopeLean = 1.5;
constexpr float kFirstShare = 0.6f;         // of the loudest token's vote: where an intent is first mentioned
constexpr double kCertain = 0.99;           // what a rule reads
constexpr double kTimeAndPlace = 0.05;      // a time with a place needs little support to be a reminder
constexpr double kShapeCarries = 0.15;      // a log's shape in the words needs this much support from the models
constexpr double kCompletionCarries = 0.1;  // an exercise that was named as done
constexpr double kWordsCarry = 0.05;        // words that leave little doubt need less: "4/10", "undo that, and …"

// Answers to what was asked, when the message is little else: "4", "left", "half seven", "Berlin".
std::optional<Intent> answers_question(const Extracted& found, const Context& context, std::size_t words) {
    if (!context.asked || words > 6) return std::nullopt;
    switch (*context.asked) {
        case Question::pain:
        case Question::morning_after:
            return found.entities.pain && (found.bare_number || words <= 2) ? std::optional(Intent::log_pain) : std::nullopt;
        case Question::time:
        case Question::am_or_pm:
            return found.entities.time ? std::optional(Intent::remind_set) : std::nullopt;
        case Question::timezone:
            return found.entities.timezone || found.local_clock ? std::optional(Intent::set_timezone) : std::nullopt;
        default:
            return std::nullopt;
    }
}

// Where a message first speaks for an intent: the first token with a good part of the loudest one's vote.
std::size_t first_mention(const std::vector<float>& votes) {
    if (votes.empty()) return 0;
    const float enough = kFirstShare * *std::max_element(votes.begin(), votes.end());
    return static_cast<std::size_t>(std::find_if(votes.begin(), votes.end(), [&](float vote) { return vote >= enough; }) - votes.begin());
}

}  // namespace

Reader::Reader(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Reader::~Reader() = default;

std::shared_ptr<const Reader> Reader::make(const Programme& programme, const Settings& settings) {
    std::vector<PackError> errors;
    auto lexicon = Lexicon::load(programme.folder, errors);
    if (!errors.empty()) throw std::runtime_error(errors.front().place + ": " + errors.front().message);
    std::unique_ptr<encoder::Encoder> sentence_encoder;
    std::string trouble = "no encoder file is set; run `hammy encoder import` to add one";
    if (!settings.encoder_file.empty()) try {
            sentence_encoder = std::make_unique<encoder::Encoder>(encoder::Encoder::load(settings.encoder_file));
            trouble.clear();
        } catch (const std::exception& e) {
            trouble = e.what();
        }
    LearnSettings how;
    how.cache_folder = settings.cache_folder;
    how.encoder = sentence_encoder.get();
    auto learned = Learned::from(programme.examples, how);
    return std::shared_ptr<const Reader>(
        new Reader(std::unique_ptr<Parts>(new Parts{&programme, std::move(lexicon), EntityReader(programme), std::move(sentence_encoder),
                                                    std::move(trouble), std::move(learned), RankSettings{}})));
}

bool Reader::has_encoder() const {
    return parts_->encoder != nullptr;
}
std::string Reader::encoder_trouble() const {
    return parts_->encoder_trouble;
}

Embedding Reader::embed(std::string_view text) const {
    return parts_->encoder ? parts_->encoder->embed(text) : Embedding{};
}

std::shared_ptr<Reader::Reading> Reader::look_at(std::string text, const Context& context) const {
    auto tokens = text::tokenise(text);
    auto found = parts_->entities.read(tokens, text, context);
    auto reading = std::make_shared<Reading>(Reading{std::move(text), context, std::move(tokens), std::move(found)});
    reading->sure = parts_->certain(*reading);
    return reading;
}

bool Reader::wants_encoder(const Reading& reading) const {
    return parts_->encoder && !reading.sure;
}

const std::vector<Feature>& Reader::Parts::features_of(const Reading& reading) const {
    if (!reading.features) reading.features = learned.vocabulary.features(reading.tokens);
    return *reading.features;
}

Probabilities Reader::Parts::probabilities(const std::vector<Feature>& features, std::span<const float> embedding) const {
    const auto logits = learned.logits(features, embedding);
    Probabilities p{};
    for (std::size_t i = 0; i < kIntentCount; ++i) {
        double logit = logits[i];
        if (static_cast<Intent>(i) == Intent::out_of_scope) logit += kScopeLean;
        p[i] = logistic(logit);
    }
    return p;
}

std::optional<Reader::Parts::Certain> Reader::Parts::certain(const Reading& reading) const {
    const auto& tokens = reading.tokens;
    const auto& found = reading.found;
    const std::string_view raw = reading.text;
    if (raw.starts_with('/') && tokens.size() >= 2 && tokens[1].begin == 1)
        if (const auto it = lexicon.commands.find(tokens[1].text); it != lexicon.commands.end()) return Certain{it->second, "command"};
    if (tokens.size() <= 8)
        if (const auto it = lexicon.plain.find(text::plain(tokens)); it != lexicon.plain.end()) return Certain{it->second, "plain message"};
    if (std::all_of(tokens.begin(), tokens.end(), [](const text::Token& t) { return t.kind == text::TokenKind::punctuation; }))
        return Certain{Intent::out_of_scope, "no words"};
    if (const auto answer = answers_question(found, reading.context, tokens.size())) return Certain{*answer, "answers the question"};
    if (found.bare_number && found.entities.pain) return Certain{Intent::log_pain, "bare number"};
    const bool plain_log = found.has_set_shape && found.has_exercise && !found.correction && !found.has_pain_score &&
                           !found.has_time_of_day && tokens.size() <= 14;
    const bool doubtful =
        std::any_of(tokens.begin(), tokens.end(), [&](const text::Token& t) { return t.text == "?" || lexicon.negators.contains(t.text); });
    if (!plain_log || doubtful) return std::nullopt;
    // A sign of a red flag ("rdl 3x8, felt a pop") is never read without the models.
    const auto holds_sign = [&](const Patterns& signs) { return signs.any(tokens); };
    if (std::any_of(lexicon.signs.begin(), lexicon.signs.end(), holds_sign) ||
        std::any_of(lexicon.sure_signs.begin(), lexicon.sure_signs.end(), holds_sign))
        return std::nullopt;
    const auto z = learned.lexical.logits({features_of(reading), {}})[index_of(Intent::log_sets)];
    return logistic(z) > 0.9 ? std::optional(Certain{Intent::log_sets, "plain set log"}) : std::nullopt;
}

void Reader::Parts::let_shapes_speak(const Extracted& found, bool asks, Probabilities& p) const {
    auto carried = [&](Intent intent) { return p[index_of(intent)] >= rank.enough; };
    auto at_least = [&](Intent intent, double support) {
        auto& score = p[index_of(intent)];
        if (score >= support) score = std::max(score, rank.enough);
    };
    if (found.correction && found.clear_time && !found.has_exercise && !found.has_set_shape && !found.has_pain_score) {
        auto& undone = p[index_of(Intent::log_undo)];  // "not 7, make it 8 in the morning": a time is what was corrected
        p[index_of(Intent::remind_set)] = std::max(p[index_of(Intent::remind_set)], undone);
        undone = 0;
    } else if (found.correction) {
        at_least(Intent::log_undo, kShapeCarries);
    }
    // "five in the evening", "Sweden": the whole message is of ours.
    if ((found.nothing_else && (found.clear_time || found.has_delay)) || found.bare_place) p[index_of(Intent::out_of_scope)] = 0;
    if (found.entities.pain && found.clear_score && !found.score_asked) at_least(Intent::log_pain, kWordsCarry);
    if (found.has_zone) at_least(Intent::set_timezone, found.bare_place ? 0 : kShapeCarries);
    if (found.local_clock && !found.has_time_of_day) {  // "it's 9:40 here" tells the zone
        auto& reminds = p[index_of(Intent::remind_set)];
        auto& tells = p[index_of(Intent::set_timezone)];
        tells = std::max(tells, reminds);
        reminds = 0;
        at_least(Intent::set_timezone, kWordsCarry);
    }
    if (found.nothing_else && found.has_time_of_day && found.clear_time && !carried(Intent::log_pain)) at_least(Intent::remind_set, 0);
    if (found.nothing_else && found.has_delay && !found.has_time_of_day) at_least(Intent::remind_snooze, 0);
    if (found.has_delay && !found.has_time_of_day && !found.entities.days && carried(Intent::remind_snooze))
        p[index_of(Intent::remind_set)] = 0;
    if (asks) return;  // "what if I do 3x8 at a 6?" reports nothing
    if (found.other_exercise && !found.has_exercise) {
        auto& logged = p[index_of(Intent::log_sets)];
        logged = std::min(logged, kWordsCarry);
        const bool other = std::any_of(p.begin(), p.end(), [&](double score) { return score >= rank.enough; });
        at_least(Intent::out_of_scope, other ? kShapeCarries : 0);
    }
    if (found.named_rpe && found.has_exercise) at_least(Intent::log_sets, kWordsCarry);
    if (found.has_set_shape && found.has_exercise) at_least(Intent::log_sets, kShapeCarries);
    const bool logs = carried(Intent::log_sets) || carried(Intent::log_done);
    if (found.entities.pain && found.has_pain_score) at_least(Intent::log_pain, logs ? 0 : kShapeCarries);
    if (found.has_delay && found.wants_reminder && !found.has_time_of_day && !carried(Intent::remind_pause))
        at_least(Intent::remind_snooze, kShapeCarries);
    if (found.has_time_of_day && found.wants_reminder && !carried(Intent::remind_cancel) && !carried(Intent::remind_list) &&
        !carried(Intent::remind_snooze))
        at_least(Intent::remind_set, kShapeCarries);
    // "left hammy, about a 4, mornings at 7 in Chicago": a time and a place are for reminders.
    if (found.has_time_of_day && found.has_zone) {
        at_least(Intent::remind_set, kTimeAndPlace);
        if (carried(Intent::remind_set)) at_least(Intent::set_timezone, 0);
    }
}

// "leg lowers in the bag, feels heaps better": an exercise that was named and done is a log, without numbers too.
void Reader::Parts::let_completion_speak(const std::vector<text::Token>& tokens, const Extracted& found, Probabilities& p) const {
    if (!found.has_exercise || !found.denied.empty()) return;
    auto& logged = p[index_of(Intent::log_sets)];
    if (logged >= kCompletionCarries && lexicon.completed.any(tokens)) logged = std::max(logged, rank.enough);
}

// "undo that, and stop the reminders": a clause that is a plain message on its own.
void Reader::Parts::let_clauses_speak(const std::vector<text::Token>& tokens, Probabilities& p) const {
    std::string clause;
    auto close = [&] {
        if (const auto it = lexicon.plain.find(clause); it != lexicon.plain.end()) {
            const auto intent = it->second;
            const bool command = intent == Intent::log_undo || intent == Intent::show_progress || intent == Intent::remind_list ||
                                 intent == Intent::remind_cancel || intent == Intent::export_data || intent == Intent::delete_data;
            auto& score = p[index_of(intent)];
            if (command && score >= kWordsCarry) score = std::max(score, rank.enough);
        }
        clause.clear();
    };
    for (const auto& token : tokens) {
        if (token.kind == text::TokenKind::punctuation || token.text == "and" || token.text == "then" || token.text == "also" ||
            token.text == "but") {
            close();
            continue;
        }
        clause += (clause.empty() ? "" : " ") + token.text;
    }
    close();
}

// "not the warm up, I want the strength circuit": of two circuits, the denied one was not asked for.
void Reader::Parts::drop_denied_circuits(const std::vector<text::Token>& tokens, const std::function<std::vector<float>(Intent)>& votes,
                                         Probabilities& p) const {
    if (p[index_of(Intent::ask_warmup)] < rank.enough || p[index_of(Intent::ask_strength)] < rank.enough) return;
    const auto negated = lexicon.negated(tokens);
    auto denied = [&](Intent intent) {
        const auto v = votes(intent);
        return !v.empty() && negated[static_cast<std::size_t>(std::max_element(v.begin(), v.end()) - v.begin())];
    };
    const bool warmup = denied(Intent::ask_warmup), strength = denied(Intent::ask_strength);
    if (warmup != strength) p[index_of(warmup ? Intent::ask_warmup : Intent::ask_strength)] = 0;
}

Understanding Reader::understand(std::string_view text, const Context& context, std::span<const float> embedding) const {
    return understand(*look_at(std::string(text), context), embedding);
}

Understanding Reader::understand(Reading& reading, std::span<const float> embedding) const {
    const Parts& parts = *parts_;
    const std::string_view raw = reading.text;
    const auto& context = reading.context;
    const auto& tokens = reading.tokens;
    auto& found = reading.found;
    const auto circumstances = circumstances_of(parts.lexicon, tokens, raw);

    Understanding out;
    out.text = std::string(raw);
    out.hypothetical = circumstances.hypothetical;
    out.third_person = circumstances.third_person;
    out.cleared_by_clinician = circumstances.cleared_by_clinician;
    out.cleared_by = circumstances.cleared_by;
    Probabilities p{};
    if (const auto& sure = reading.sure) {
        p[index_of(sure->intent)] = kCertain;
        if (sure->intent == Intent::log_sets && found.entities.pain) p[index_of(Intent::log_pain)] = kCertain;
    } else {
        p = parts.probabilities(parts.features_of(reading), embedding);
        const bool asks = std::any_of(tokens.begin(), tokens.end(), [](const text::Token& t) { return t.text == "?"; });
        parts.let_shapes_speak(found, asks, p);
        if (!asks) parts.let_completion_speak(tokens, found, p);
        parts.let_clauses_speak(tokens, p);
        const bool pain_asked = context.asked == Question::pain || context.asked == Question::morning_after;
        const bool logs = std::max(p[index_of(Intent::log_done)], p[index_of(Intent::log_sets)]) >= parts.rank.enough;
        if (pain_asked && logs && found.entities.pain && !asks) p[index_of(Intent::log_pain)] = kCertain;
    }
    auto votes = [&](Intent intent) {
        return parts.learned.lexical.token_votes(parts.features_of(reading), tokens.size(), index_of(intent));
    };
    auto without = [&](const std::vector<bool>& left_out, Intent intent) {
        std::vector<text::Token> rest;
        for (std::size_t i = 0; i < tokens.size(); ++i)
            if (!left_out[i]) rest.push_back(tokens[i]);
        return logistic(parts.learned.lexical.logits({parts.learned.vocabulary.features(rest), {}})[index_of(intent)]);
    };
    out.flags = find_flags(parts.lexicon, tokens, raw, {p, votes, without}, circumstances);
    // The flags decide about their intents, both ways, and about what lies outside.
    Probabilities ranked = p;
    for (std::size_t i = 0; i < kIntentCount; ++i)
        if (is_red_flag(static_cast<Intent>(i))) ranked[i] = 0;
    for (const auto& flag : out.flags) ranked[index_of(flag.kind)] = std::max(p[index_of(flag.kind)], parts.rank.enough);
    if (!out.flags.empty()) ranked[index_of(Intent::out_of_scope)] = 0;
    parts.drop_denied_circuits(tokens, votes, ranked);
    out.intents = choose_intents(*parts.programme, ranked, parts.rank, [&](Intent intent) { return first_mention(votes(intent)); });
    out.likeliest = likeliest(p, 3);
    out.understood = out.intents.front().score >= parts.rank.worth_acting;

    parts.entities.keep_relevant(found, out.intents);
    out.entities = std::move(found.entities);
    out.items = std::move(found.items);
    out.open = std::move(found.open);
    out.local_clock = found.local_clock;
    out.ordinal = found.ordinal;
    out.implausible_value = found.implausible_value;
    out.same_again = found.same_again;
    out.day_before = found.day_before;
    out.correction = found.correction;
    return out;
}

}  // namespace hammy
