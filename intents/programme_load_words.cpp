// sources.yaml, intents.yaml, answers.yaml, symptoms.yaml, safety.yaml.
#include <algorithm>
#include <array>
#include <set>

#include "intents/pack_template.hpp"
#include "intents/programme_load.hpp"
#include "intents/text.hpp"

namespace hammy::pack {
namespace {

bool is_list_of_entries(const Yaml& root, const char* first_key, FileReport& report) {
    if (root.is_list() && !root.items.empty()) return true;
    report.error(root.line, std::string("must be a list of entries; begin each with `- ") + first_key + ": …`");
    return false;
}

std::string name_in(const Yaml& node, std::string_view key) {
    for (std::size_t i = 0; i < node.keys.size(); ++i)
        if (node.keys[i].text == key) return node.items[i].text;
    return "?";
}

constexpr std::array kAnswered{Intent::ask_cause, Intent::ask_selfcare, Intent::ask_run, Intent::ask_why};

// How heavy is asked of an exercise; only what it means in general ("what is RPE?") has answers here, and needs no default.
bool may_have_answers(Intent intent) {
    return intent == Intent::ask_weight || std::find(kAnswered.begin(), kAnswered.end(), intent) != kAnswered.end();
}

void check_defaults(const Programme& programme, FileReport& report) {
    for (const Intent intent : kAnswered) {
        const auto is_default = [&](const Answer& a) { return a.intent == intent && a.words.empty(); };
        const auto defaults = std::count_if(programme.answers.begin(), programme.answers.end(), is_default);
        const std::string thing = "the answers to " + std::string(name_of(intent));
        if (defaults == 0) report.error(1, thing + " have no default; add one without `words`");
        if (defaults > 1) report.error(1, thing + " have " + std::to_string(defaults) + " without `words`; only one can be the default");
    }
}

void load_answer(const Yaml& node, std::set<std::string>& seen, LoadedPack& pack, FileReport& report) {
    EntryReader entry(node, "answer \"" + name_in(node, "id") + "\"", report);
    if (!entry.usable()) return;
    Answer answer{entry.text("id"), Intent::ask_cause, {}, {}};
    const auto intent = known_intent(entry.text("intent"), entry.line_of("intent"), entry.thing(), report);
    if (intent && !may_have_answers(*intent))
        entry.error("intent", "has no answers of its own; use ask_cause, ask_selfcare, ask_run, ask_why or ask_weight");
    answer.words = entry.find_texts("words");
    for (const auto& phrase : answer.words) answer.stems.push_back(text::stems(phrase));
    answer.passage = entry.passage_here();
    entry.finish();
    if (!answer.id.empty() && !seen.insert(answer.id).second)
        entry.error("id", "\"" + answer.id + "\" is used by two answers; give each its own");
    if (!intent) return;
    answer.intent = *intent;
    pack.programme.answers.push_back(std::move(answer));
}

std::optional<Urgency> read_urgency(EntryReader& entry, std::string_view key) {
    const std::string name = entry.text(key);
    std::vector<std::string> known;
    for (const auto urgency : {Urgency::emergency_now, Urgency::same_day, Urgency::this_week}) {
        if (name_of(urgency) == name) return urgency;
        known.emplace_back(name_of(urgency));
    }
    if (!name.empty()) entry.error(key, "is \"" + name + "\", which is no urgency" + did_you_mean(name, known));
    return std::nullopt;
}

std::string read_words(EntryReader& entry, std::string_view key, FileReport& report) {
    auto words = with_rule_numbers(entry.text(key), report.programme());
    check_words(words, entry.line_of(key), entry.thing() + ": " + std::string(key), kPassageMaxCharacters, report);
    return words;
}

std::vector<Phrase> phrases(const std::vector<std::string>& texts) {
    std::vector<Phrase> out;
    for (const auto& words : texts) out.push_back({words, " " + text::plain(words) + " "});
    return out;
}

void load_cases(const Yaml& nodes, RedFlag& flag, FileReport& report) {
    for (const auto& node : nodes.items) {
        EntryReader entry(node, "case \"" + name_in(node, "name") + "\"", report);
        if (!entry.usable()) continue;
        RedFlag::Case special{};
        special.words = phrases(entry.texts("words"));
        special.along = phrases(entry.find_texts("along"));
        special.denied_by = phrases(entry.find_texts("denied_by"));
        const auto urgency = read_urgency(entry, "urgency");
        special.name = entry.text("name");
        special.advice = read_words(entry, "advice", report);
        special.tell_clinician = read_words(entry, "tell_clinician", report);
        special.question = read_words(entry, "question", report);
        special.source = entry.source();
        entry.finish();
        if (urgency) special.urgency = *urgency;
        if (urgency) flag.cases.push_back(std::move(special));
    }
}

// What is said only when a sign makes it more urgent stands within {{#raised}}…{{/raised}}; each way of reading it fits a phone.
std::string read_advice(EntryReader& entry, FileReport& report) {
    const auto advice = with_rule_numbers(entry.text("advice"), report.programme());
    const auto tags = tags_of(advice);
    if (!tags.trouble.empty()) entry.error("advice", tags.trouble);
    for (const auto& field : tags.fields)
        if (field != "raised") entry.error("advice", "names {{" + field + "}}; only {{#raised}} and {{^raised}} stand here");
    return advice;
}

void load_red_flag(const Yaml& node, LoadedPack& pack, FileReport& report) {
    EntryReader entry(node, "red flag \"" + name_in(node, "kind") + "\"", report);
    if (!entry.usable()) return;
    const auto kind = known_intent(entry.text("kind"), entry.line_of("kind"), entry.thing(), report);
    if (kind && !is_red_flag(*kind)) entry.error("kind", "is no red flag; use an intent that begins with redflag_");
    RedFlag flag{};
    const auto urgency = read_urgency(entry, "urgency"), raised = read_urgency(entry, "raised_urgency");
    flag.name = entry.text("name");
    flag.advice = read_advice(entry, report);
    flag.tell_clinician = read_words(entry, "tell_clinician", report);
    flag.question = read_words(entry, "question", report);
    flag.source = entry.source();
    if (const Yaml* cases = entry.find("cases")) load_cases(*cases, flag, report);
    flag.raised_by = phrases(entry.find_texts("raised_by"));
    entry.finish();
    if (urgency && raised && *raised > *urgency) entry.error("raised_urgency", "is less urgent than urgency; exchange them");
    if (!kind || !urgency || !raised) return;
    flag.kind = *kind;
    flag.urgency = *urgency;
    flag.raised_urgency = *raised;
    for (const auto& other : pack.programme.red_flags)
        if (other.kind == flag.kind) entry.error("kind", "is described twice; keep one");
    pack.programme.red_flags.push_back(std::move(flag));
}

void load_symptom(const Yaml& node, LoadedPack& pack, FileReport& report) {
    EntryReader entry(node, "symptom \"" + name_in(node, "symptom") + "\"", report);
    if (!entry.usable()) return;
    const auto symptom = known_intent(entry.text("symptom"), entry.line_of("symptom"), entry.thing(), report);
    if (symptom && !is_symptom(*symptom)) entry.error("symptom", "is no symptom; use an intent that begins with symptom_");
    SymptomAdvice advice{Intent::symptom_general, entry.text("opening"), std::nullopt, {}};
    check_words(advice.opening, entry.line_of("opening"), entry.thing() + ": opening", kPassageMaxCharacters, report);
    if (const auto leads = entry.find_text("leads"); !leads.empty()) {
        advice.leads = ExerciseId{leads};
        std::vector<std::string> ids;
        for (const auto& exercise : pack.programme.exercises) ids.push_back(exercise.id.value);
        if (!ids.empty() && !pack.programme.find_exercise(leads))
            entry.error("leads", "names exercise \"" + leads + "\", which is not defined" + did_you_mean(leads, ids));
    }
    advice.passage = entry.passage_here();
    entry.finish();
    if (!symptom) return;
    advice.symptom = *symptom;
    for (const auto& other : pack.programme.symptoms)
        if (other.symptom == advice.symptom) entry.error("symptom", "is described twice; keep one");
    pack.programme.symptoms.push_back(std::move(advice));
}

}  // namespace

std::optional<Intent> known_intent(const std::string& name, int line, const std::string& thing, FileReport& report) {
    if (const auto intent = find_intent(name)) return intent;
    if (name.empty()) return std::nullopt;  // reported as a missing key
    report.error(line, thing + ": intent \"" + name + "\" is not known" +
                           did_you_mean(name, std::vector<std::string>(kIntentNames.begin(), kIntentNames.end())));
    return std::nullopt;
}

void load_sources(const Yaml& root, LoadedPack& pack, FileReport& report) {
    EntryReader file(root, "the list of sources", report);
    for (const auto& key : root.keys) pack.programme.sources[key.text] = file.text(key.text);
    if (file.usable()) file.text("ours");
    file.finish();
}

void load_intents(const Yaml& root, LoadedPack& pack, FileReport& report) {
    EntryReader file(root, "the list of intents", report);
    if (!file.usable()) return;
    for (std::size_t i = 0; i < kIntentCount; ++i) {
        const Yaml* node = file.need(kIntentNames[i]);
        if (!node) continue;
        EntryReader entry(*node, "intent \"" + std::string(kIntentNames[i]) + "\"", report);
        if (!entry.usable()) continue;
        auto& info = pack.programme.intents[i];
        info.rank = static_cast<int>(entry.number("rank").value_or(0));
        info.label = entry.text("label");
        info.button = entry.text("button");
        entry.finish();
    }
    file.finish();
}

void load_answers(const Yaml& root, LoadedPack& pack, FileReport& report) {
    if (!is_list_of_entries(root, "id", report)) return;
    std::set<std::string> seen;
    for (const auto& node : root.items) load_answer(node, seen, pack, report);
    check_defaults(pack.programme, report);
}

void load_symptoms(const Yaml& root, LoadedPack& pack, FileReport& report) {
    if (!is_list_of_entries(root, "symptom", report)) return;
    for (const auto& node : root.items) load_symptom(node, pack, report);
    for (std::size_t i = 0; i < kIntentCount; ++i) {
        const auto intent = static_cast<Intent>(i);
        const auto has = [&](const SymptomAdvice& advice) { return advice.symptom == intent; };
        if (is_symptom(intent) && std::none_of(pack.programme.symptoms.begin(), pack.programme.symptoms.end(), has))
            report.error(
                1, "symptom \"" + std::string(name_of(intent)) + "\" is missing; add `- symptom: " + std::string(name_of(intent)) + "`");
    }
}

void load_safety(const Yaml& root, LoadedPack& pack, FileReport& report) {
    if (!is_list_of_entries(root, "kind", report)) return;
    for (const auto& node : root.items) load_red_flag(node, pack, report);
    for (std::size_t i = 0; i < kIntentCount; ++i) {
        const auto intent = static_cast<Intent>(i);
        const auto has = [&](const RedFlag& flag) { return flag.kind == intent; };
        if (is_red_flag(intent) && std::none_of(pack.programme.red_flags.begin(), pack.programme.red_flags.end(), has))
            report.error(
                1, "red flag \"" + std::string(name_of(intent)) + "\" is missing; add `- kind: " + std::string(name_of(intent)) + "`");
    }
}

}  // namespace hammy::pack
