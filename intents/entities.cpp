#include "intents/entities.hpp"

#include <algorithm>

#include "intents/entities_counts.hpp"
#include "intents/entities_exercises.hpp"
#include "intents/entities_pieces.hpp"
#include "intents/entities_zones.hpp"
#include "intents/places.hpp"

namespace hammy {

using entities::Scan;
using entities::Use;
using entities::Word;

bool Extracted::is_open(OpenPoint point) const {
    return std::find(open.begin(), open.end(), point) != open.end();
}

struct EntityReader::Parts {
    explicit Parts(const Programme& pack)
        : exercises(pack.exercises), names(pack), places(pack.folder.empty() ? Places() : Places::load(pack.folder / "places.yaml")) {
        programme.exercises = exercises;
    }
    std::vector<Exercise> exercises;
    Programme programme;  // the exercises alone
    entities::ExerciseNames names;
    Places places;
};

EntityReader::EntityReader(const Programme& programme) : parts_(std::make_unique<const Parts>(programme)) {}
EntityReader::~EntityReader() = default;
EntityReader::EntityReader(EntityReader&&) noexcept = default;

Extracted EntityReader::read(std::string_view raw, const Context& context) const {
    return read(text::tokenise(raw), raw, context);
}

namespace {

// What is open when a number is the whole message: it answers what was asked, else it is a pain score.
void read_bare_number(Scan& scan) {
    int number = -1, others = 0;
    for (int i = 0; i < scan.size(); ++i) {
        if (scan.at(i).free_number()) {
            if (number >= 0) return;
            number = i;
        } else if (scan.at(i).use != Use::free ||
                   scan.any(i, Word::x, Word::set, Word::rep, Word::span, Word::kg, Word::lb, Word::exercise, Word::question)) {
            return;
        } else if (!scan.any(i, Word::stop, Word::comma)) {
            ++others;
        }
    }
    if (number < 0) return;
    const auto asked = scan.context.asked;
    const bool leads = number == 0 && (others == 0 || scan.any(1, Word::comma, Word::today, Word::now, Word::stop, Word::ish) ||
                                       scan.says(1, "this", "atm", "maybe", "thanks", "i", "ish", "tops"));
    const bool hedged = others <= 3 && number <= 2 && number == scan.size() - 1;
    scan.out.bare_number = others == 0;
    const bool wanted = asked == Question::pain || asked == Question::morning_after;
    if (asked && !wanted && asked != Question::what_hurts && asked != Question::did_you_do_it && asked != Question::confirm) return;
    if (!wanted && !leads && !(hedged && others <= 1)) return;
    scan.out.entities.pain = Pain::from(scan.at(number).value);
    scan.out.has_pain_score = true;
    scan.use(number, number + 1, Use::pain);
    if (scan.out.entities.pain) return;
    scan.out.implausible_value = scan.at(number).value;
    scan.open(OpenPoint::implausible);
}

// The number from 0 to 10 that nothing else has used: the last one, better behind "a".
void read_lone_score(Scan& scan) {
    bool article = false;
    for (int i = 0; i < scan.size(); ++i) {
        const auto& piece = scan.at(i);
        const bool free = piece.use == Use::free || (piece.use == Use::time && piece.leads && !scan.at(i + 1).is(Word::colon) &&
                                                     !scan.any(i + 1, Word::am, Word::pm, Word::oclock));
        if (!piece.number() || !free || piece.denied || piece.value > 10 ||
            (scan.says(i, "one") && scan.any(i - 1, Word::the, Word::ordinal)))
            continue;
        if (scan.any(i + 1, Word::x, Word::set, Word::rep, Word::exercise, Word::slash, Word::colon, Word::limb, Word::times) ||
            scan.stems(i + 1, "mile", "km", "k", "year", "minut", "month"))
            continue;
        const bool with_article = scan.is(i - 1, Word::a);
        if (article && !with_article) continue;
        article = with_article;
        scan.out.lone_score = piece.value;
    }
}

// "the second one" of what was shown.
void read_shown(Scan& scan) {
    auto& out = scan.out;
    if (!out.ordinal || out.entities.report.exercise || !out.items.empty() || scan.context.shown.empty()) return;
    for (int i = 0; i + 1 < scan.size(); ++i)
        if ((scan.is(i, Word::ordinal) || scan.says(i, "second")) && scan.is(i + 1, Word::set)) return;  // a set, not an exercise
    const auto count = static_cast<int>(scan.context.shown.size());
    const int index = *out.ordinal < 0 ? count + *out.ordinal : *out.ordinal - 1;
    if (index < 0 || index >= count) return;
    out.entities.report.exercise = scan.context.shown[static_cast<std::size_t>(index)];
    if (std::find(out.named.begin(), out.named.end(), *out.entities.report.exercise) == out.named.end())
        out.named.push_back(*out.entities.report.exercise);
}

// Whether only small words stand beside what was read ("at half six then please").
bool holds_nothing_else(const Scan& scan) {
    for (int i = 0; i < scan.size(); ++i) {
        const auto& piece = scan.at(i);
        const bool read = piece.use == Use::time || piece.use == Use::day || (piece.use == Use::free && piece.is(Word::span));
        const bool small =
            scan.any(i, Word::at, Word::on, Word::in, Word::the, Word::each, Word::every, Word::ish, Word::am, Word::pm, Word::comma,
                     Word::stop, Word::around, Word::a, Word::morning, Word::evening, Word::then, Word::and_, Word::or_) ||
            scan.says(i, "please", "pls", "plz", "so", "ok", "thanks", "ta");
        if (!read && !small) return false;
    }
    return true;
}

bool weighs(const Scan& scan, const entities::ExerciseNames& names) {
    for (const auto& mention : scan.mentions)
        if (mention.candidates & names.weighted()) return true;
    return false;
}

}  // namespace

Extracted EntityReader::read(const std::vector<text::Token>& tokens, std::string_view raw, const Context& context) const {
    Scan scan{tokens, raw, context};
    scan.mentions = parts_->names.find(tokens);
    entities::cut_into_pieces(scan);
    scan.out.has_exercise = std::any_of(scan.mentions.begin(), scan.mentions.end(), [](const entities::Mention& mention) {
        return mention.candidates != entities::ExerciseNames::kOther;
    });
    entities::read_spans(scan);
    for (int i = 0; i < scan.size(); ++i) {
        scan.reminder |= entities::is_reminder_word(scan.at(i));
        scan.out.habit |= scan.says(i, "mornings", "evenings", "nights", "afternoons", "daily", "every");
        if (scan.is(i, Word::exercise)) scan.mentions[static_cast<std::size_t>(scan.at(i).value)].piece = i;
    }
    scan.out.wants_reminder = scan.reminder;
    entities::deny_numbers(scan);
    entities::read_rpe(scan);
    entities::read_weights(scan, weighs(scan, parts_->names));
    entities::read_times(scan);
    entities::read_days(scan);
    entities::read_waits(scan);
    entities::read_pain(scan);
    entities::read_sides(scan);
    entities::read_signals(scan);
    entities::read_reports(scan, entities::read_events(scan, parts_->names), parts_->names, parts_->programme);
    scan.out.nothing_else = holds_nothing_else(scan);
    read_bare_number(scan);
    read_lone_score(scan);
    read_shown(scan);
    entities::read_zones(scan, parts_->places);
    return std::move(scan.out);
}

namespace {

struct Meant {
    explicit Meant(const std::vector<ScoredIntent>& all) : intents(all) {}
    bool has(Intent intent) const {
        return std::any_of(intents.begin(), intents.end(), [&](const ScoredIntent& scored) { return scored.intent == intent; });
    }
    template <class... I>
    bool any(I... intent) const {
        return (has(intent) || ...);
    }
    bool symptom() const {
        return std::any_of(intents.begin(), intents.end(),
                           [](const ScoredIntent& s) { return is_symptom(s.intent) || is_red_flag(s.intent); });
    }
    const std::vector<ScoredIntent>& intents;
};

void keep_report(Extracted& x, const Meant& meant) {
    auto& report = x.entities.report;
    const bool logged = meant.any(Intent::log_sets, Intent::log_undo);
    if (!logged) {
        if (!x.items.empty()) {
            const auto side = x.items.front().side;
            const auto weight = x.items.front().weight;
            report = x.items.front();
            report.side = side;
            report.weight = weight;
            x.items.clear();
        }
        report.sets.reset();
        report.reps.clear();
        report.hold_seconds.reset();
        if (!meant.has(Intent::log_done)) report.rpe.reset();
        if (!meant.has(Intent::ask_weight)) report.weight.reset();
        // What was not named but concluded (a hold must be the held exercise) is only for a log.
        if (report.exercise && std::find(x.named.begin(), x.named.end(), *report.exercise) == x.named.end()) report.exercise.reset();
        if (!report.exercise && !x.named.empty()) report.exercise = x.named.front();
        if (meant.has(Intent::log_skip) && !x.denied.empty()) report.exercise = x.denied.front();
    } else if (!meant.has(Intent::log_sets) && x.items.empty() && !report.exercise && !x.denied.empty()) {
        report.exercise = x.denied.front();  // "I didn't do the RDL, remove it"
    }
    const bool flagged =
        std::any_of(meant.intents.begin(), meant.intents.end(), [](const ScoredIntent& s) { return is_red_flag(s.intent); });
    if (!logged) report.side = x.sore_side;
    if (!logged && flagged && report.side == Side::both)
        report.side.reset();  // "both legs weak": a side is what tells one leg from the other
    if (!logged && !meant.symptom() && !meant.any(Intent::log_done, Intent::feel_worse, Intent::log_pain, Intent::feel_better))
        report.side.reset();
}

}  // namespace

void EntityReader::keep_relevant(Extracted& x, const std::vector<ScoredIntent>& intents) const {
    const Meant meant(intents);
    if (meant.has(Intent::out_of_scope)) {
        x.entities = {};
        x.items.clear();
        x.open.clear();
        return;
    }
    keep_report(x, meant);
    auto& e = x.entities;
    if (!meant.any(Intent::log_pain, Intent::log_undo))
        e.pain.reset();
    else if (meant.has(Intent::log_pain) && !e.pain && !x.is_open(OpenPoint::implausible) && x.lone_score)
        e.pain = Pain::from(*x.lone_score);
    // "Sore, a 4, mornings at 7 in Chicago": nobody says all that of anything but a reminder.
    const bool told = e.time && e.timezone && x.habit;
    if (!told && !meant.any(Intent::remind_set, Intent::remind_cancel, Intent::remind_list, Intent::remind_snooze)) e.time.reset();
    if (!meant.any(Intent::remind_set, Intent::remind_cancel, Intent::remind_list)) e.days.reset();
    // "stop the daily reminder" names no day
    if (e.days == Weekdays::every_day() && !meant.has(Intent::remind_set)) e.days.reset();
    if (!meant.has(Intent::remind_snooze)) e.delay_minutes.reset();
    if (!meant.has(Intent::remind_pause)) e.duration_days.reset();
    if (!meant.has(Intent::set_timezone) && !told && !(meant.has(Intent::remind_set) && e.time)) e.timezone.reset();
    std::erase_if(x.open, [&](OpenPoint point) {
        switch (point) {
            case OpenPoint::am_or_pm:
                return !e.time.has_value();
            case OpenPoint::days_unnameable:
                return !meant.any(Intent::remind_set);
            case OpenPoint::time_zone:
            case OpenPoint::local_clock:
                return !meant.any(Intent::set_timezone, Intent::remind_set);
            case OpenPoint::weight_unit:
            case OpenPoint::sets_or_weight:
            case OpenPoint::which_exercise:
                if (meant.has(Intent::log_undo) && !meant.has(Intent::log_sets) && !x.has_set_shape) return true;
                return !meant.any(Intent::log_sets, Intent::log_undo, Intent::ask_how, Intent::ask_why, Intent::ask_weight,
                                  Intent::ask_easier, Intent::ask_harder, Intent::ask_equipment);
            default:
                return false;
        }
    });
}

std::vector<PackError> check_entity_words(const Programme& programme) {
    auto errors = Places::load(programme.folder / "places.yaml").errors();
    const auto words = entities::check_exercise_words(programme);
    errors.insert(errors.end(), words.begin(), words.end());
    return errors;
}

}  // namespace hammy
