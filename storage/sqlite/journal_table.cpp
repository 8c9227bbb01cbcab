#include "storage/sqlite/journal_table.hpp"

#include <algorithm>

#include "storage/sqlite/use.hpp"

namespace hammy::sqlite {
namespace {
// As they stand in kAdd and kRead.
enum Column {
    id,
    turn,
    at,
    local_date,
    kind,
    undone,
    symptom,
    exercise,
    sets,
    reps,
    hold_seconds,
    grams,
    unit,
    side,
    rpe,
    pain,
    moment,
    circuit,
    gentler,
    better,
    red_flag,
    words,
    step,
    race_date,
    marathon
};

constexpr const char* kAdd =
    "INSERT INTO journal (runner, id, turn, at, local_date, kind, undone, symptom, exercise, sets, reps, hold_seconds, grams, unit, side,"
    " rpe, pain, moment, circuit, gentler, better, red_flag, words, step, race_date, marathon)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24,"
    " ?25, ?26)";
constexpr const char* kRead =
    "SELECT id, turn, at, local_date, kind, undone, symptom, exercise, sets, reps, hold_seconds, grams, unit, side,"
    " rpe, pain, moment, circuit, gentler, better, red_flag, words, step, race_date, marathon FROM journal WHERE runner = ?1 ORDER BY id "
    "DESC LIMIT ?2";

// Binds only the columns that a kind of entry has; the others stay NULL. Texts must outlive the step.
class Fill {
public:
    explicit Fill(SQLite::Statement& statement) : statement_(statement) {}
    void number(Column column, std::int64_t value) { statement_.bind(column + 2, value); }
    void real(Column column, double value) { statement_.bind(column + 2, value); }
    void text(Column column, const std::string& value) { statement_.bindNoCopy(column + 2, value); }
    void name(Column column, std::string_view literal) { statement_.bindNoCopy(column + 2, literal.data()); }

    void operator()(const SymptomReported& it) {
        name(symptom, name_of(it.symptom));
        if (it.side) name(side, name_of(*it.side));
    }
    void operator()(const SetsLogged& it) {
        const SetReport& report = it.report;
        if (report.exercise) text(exercise, report.exercise->value);
        if (report.sets) number(sets, *report.sets);
        if (!report.reps.empty()) text(reps, reps_ = stored::reps_text(report.reps));
        if (report.hold_seconds) number(hold_seconds, *report.hold_seconds);
        if (report.weight) {
            number(grams, report.weight->grams);
            name(unit, name_of(report.weight->unit));
        }
        if (report.side) name(side, name_of(*report.side));
        if (report.rpe) real(rpe, report.rpe->value());
    }
    void operator()(const PainReported& it) {
        real(pain, it.pain.nprs());
        name(moment, stored::name_of(it.moment));
    }
    void operator()(const WorkoutDone& it) { text(circuit, it.circuit.value); }
    void operator()(const WorkoutSkipped&) {}
    void operator()(const FeltChange& it) { number(better, it.better); }
    void operator()(const RedFlagRaised& it) {
        name(red_flag, name_of(it.kind));
        text(words, it.words);
    }
    void operator()(const RedFlagCleared& it) { text(words, it.by); }
    void operator()(const CircuitChosen& it) {
        text(circuit, it.circuit.value);
        number(gentler, it.gentler);
    }
    void operator()(const RunDone& it) { number(step, it.step); }
    void operator()(const RaceTold& it) {
        if (it.day) text(race_date, race_date_ = stored::date_text(*it.day));
        number(marathon, it.marathon);
    }

private:
    SQLite::Statement& statement_;
    std::string reps_, race_date_;
};

SetReport report_of(const Use& row) {
    SetReport report;
    if (row.has(exercise)) report.exercise = ExerciseId{row.text(exercise)};
    if (row.has(sets)) report.sets = static_cast<int>(row.number(sets));
    if (row.has(reps)) report.reps = stored::parse_reps(row.text(reps));
    if (row.has(hold_seconds)) report.hold_seconds = static_cast<int>(row.number(hold_seconds));
    if (row.has(grams))
        report.weight = Weight{static_cast<int>(row.number(grams)), stored::find_unit(row.text(unit)).value_or(Weight::Unit::kg)};
    if (row.has(side)) report.side = find_side(row.text(side));
    if (row.has(rpe)) report.rpe = Rpe::from(row.real(rpe));
    return report;
}

// Nothing for a row that another version of Hammy wrote and this one cannot read.
std::optional<Happening> happening_of(const Use& row) {
    const std::string name = row.text(kind);
    if (name == "sets") return SetsLogged{report_of(row)};
    if (name == "done") return WorkoutDone{{row.text(circuit)}};
    if (name == "skipped") return WorkoutSkipped{};
    if (name == "felt") return FeltChange{row.number(better) != 0};
    if (name == "cleared") return RedFlagCleared{row.text(words)};
    if (name == "chosen") return CircuitChosen{{row.text(circuit)}, row.number(gentler) != 0};
    if (name == "ran") return RunDone{static_cast<int>(row.number(step))};
    if (name == "race")
        return RaceTold{row.has(race_date) ? stored::parse_date(row.text(race_date)) : std::nullopt, row.number(marathon) != 0};
    if (name == "symptom") {
        const auto intent = find_intent(row.text(symptom));
        if (intent) return SymptomReported{*intent, row.has(side) ? find_side(row.text(side)) : std::nullopt};
    } else if (name == "red_flag") {
        const auto intent = find_intent(row.text(red_flag));
        if (intent) return RedFlagRaised{*intent, row.text(words)};
    } else if (name == "pain") {
        const auto score = Pain::from(row.real(pain));
        if (score) return PainReported{*score, stored::find_moment(row.text(moment)).value_or(PainMoment::now)};
    }
    return std::nullopt;
}
}  // namespace

JournalTable::JournalTable(SQLite::Database& database)
    : last_(database, "SELECT COALESCE(MAX(id), 0) FROM journal WHERE runner = ?1"),
      add_(database, kAdd),
      set_undone_(database, "UPDATE journal SET undone = ?1 WHERE runner = ?2 AND id = ?3 AND undone <> ?1"),
      read_(database, kRead),
      append_(database,
              "UPDATE journal SET id = id + (SELECT COALESCE(MAX(id), 0) FROM journal WHERE runner = ?2), turn = turn + ?3, runner = ?2"
              " WHERE runner = ?1") {}

EntryId JournalTable::add(RunnerId runner, const Entry& entry) {
    EntryId number;
    {
        Use last(last_);
        last.with(runner.value).step();
        number.value = last.number(0) + 1;
    }
    const std::string date = stored::date_text(entry.on);
    add_.clearBindings();
    Fill fill(add_);
    fill.number(id, number.value);
    fill.number(turn, entry.turn);
    fill.number(at, stored::seconds_of(entry.at));
    fill.text(local_date, date);
    fill.name(kind, stored::kind_of(entry.what));
    fill.number(undone, entry.undone);
    std::visit(fill, entry.what);
    Use(add_).with(runner.value).run();
    return number;
}

void JournalTable::set_undone(RunnerId runner, EntryId entry, bool is_undone) {
    Use(set_undone_).with(is_undone).with(runner.value).with(entry.value).run();
}

std::vector<Entry> JournalTable::read(RunnerId runner, int limit) {
    std::vector<Entry> entries;
    Use row(read_);
    row.with(runner.value).with(limit);
    while (row.step()) {
        auto what = happening_of(row);
        if (!what) continue;
        entries.push_back({{row.number(id)},
                           row.number(turn),
                           row.time(at),
                           stored::parse_date(row.text(local_date)).value_or(std::chrono::local_days{}),
                           std::move(*what),
                           row.number(undone) != 0});
    }
    std::reverse(entries.begin(), entries.end());
    return entries;
}

void JournalTable::append(RunnerId from, RunnerId to, std::int64_t turns_before) {
    Use(append_).with(from.value).with(to.value).with(turns_before).run();
}

}  // namespace hammy::sqlite
