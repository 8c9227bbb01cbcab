// The parts of the conversation, one file each. A handler says, asks and records through the Exchange.
#pragma once

#include "bot/coach/exchange.hpp"

namespace hammy::coach {

// ---- first_contact.cpp ----
void introduce(Exchange& x);  // once per runner: who this is and is not
void welcome(Exchange& x);    // /start, "hi"
void ask_what_hurts(Exchange& x);

// ---- triage.cpp ----
bool raise_flags(Exchange& x);             // true when the message holds red flags: nothing else is said
bool clear_flag(Exchange& x);              // "saw a doctor, all clear"
std::string lock_name(const Exchange& x);  // of the red flag that stands; empty when none does
void say_locked(Exchange& x);              // what stands in the place of a circuit
void hear_symptoms(Exchange& x);           // a symptom decided the reply
void note_symptoms(Exchange& x);           // records those that were said, whatever decided
void hear_worse(Exchange& x);
void check_flags(Exchange& x);         // "any of these?"
bool answer_flags_check(Exchange& x);  // yes or no to it
bool answer_cleared_by(Exchange& x);
void advise_seeing_someone(Exchange& x);

// ---- misread.cpp ----
void flag_was_misread(Exchange& x);  // "not what I meant"
bool answer_misread(Exchange& x);

// ---- circuits.cpp ----
void show_circuit(Exchange& x, std::string_view circuit, std::string_view rule, std::string_view opening, bool gentler = false);
void show_due(Exchange& x, std::string_view opening = {});  // today's, or what stands in its place
void hear_ask_warmup(Exchange& x);
void hear_ask_strength(Exchange& x);
void more_about_circuit(Exchange& x);  // what it is for, and the cues
std::string circuit_lines(Exchange& x, const Circuit& circuit, bool gentler);
void ask_next_missing(Exchange& x);  // pain, side, the morning after: one, and only when not known

// ---- logging.cpp ----
struct Noted {
    std::vector<SetReport> reports;
    bool done = false, skipped = false, better = false, worse = false, asked_back = false;
    std::optional<double> pain;
    std::string circuit;
    bool anything() const { return !reports.empty() || done || skipped || pain.has_value(); }
};
Noted note(Exchange& x);                         // records what the message reports
void reply_to_log(Exchange& x, const Noted& n);  // when a log decided the reply
void echo(Exchange& x, const Noted& n);          // one line, when something else decided
void log_reports(Exchange& x, Noted& n, std::vector<SetReport> reports, bool day_before);
std::vector<SetReport> reports_of(const Exchange& x);
std::string report_text(const Exchange& x, const SetReport& report);
std::string reports_text(const Exchange& x, const std::vector<SetReport>& reports);
void repeat_last_session(Exchange& x);

// ---- asking_back.cpp: reports that cannot be stored as said ----
bool ask_back(Exchange& x, std::vector<SetReport>& reports);  // true: asked, nothing is to be stored yet
bool answer_about_sets(Exchange& x);                          // side, unit, exercise, yes/no to a doubtful number
bool hear_side(Exchange& x);                                  // "left" alone, while something else was asked: the sore side
std::optional<double> number_alone(const Exchange& x);        // the message is a number and nothing else

// ---- corrections.cpp ----
bool correct(Exchange& x);      // "no, 12 not 10"; false when there is nothing to correct
bool hear_effort(Exchange& x);  // "rpe 8" alone: of the sets just logged
void hear_undo(Exchange& x);
void hear_redo(Exchange& x);
std::string happening_text(const Exchange& x, const Happening& what);

// ---- race.cpp ----
void note_race(Exchange& x);                 // "I race Sunday", "ran the marathon yesterday", "the race is off"
std::string race_rule(const Exchange& x);    // the rule that keeps it to the warm-up circuit around a race; else empty
Fields race_fields(const Exchange& x);       // race: "marathon on Sun 8 Mar", over: only when it was run
Due due_today(const Exchange& x);            // what is due, with the race in mind
Strength strength_today(const Exchange& x);  // may the strength circuit be done; a race is asked about apart

// ---- running.cpp ----
bool hear_run(Exchange& x);                         // a brisk walk or a step of the walk–run was done
bool answer_run(Exchange& x);                       // "can I run?": the marks, or the step that is next
std::string run_text(const Exchange& x, int step);  // "6 × (2 min run, 1 min walk)"
void run_told(Exchange& x, int step);
void hear_ran(Exchange& x);  // the button: the step that was next

// ---- answers.cpp ----
void hear_question(Exchange& x);        // ask_how … ask_selfcare
bool answer_by_words(Exchange& x);      // a question that is in no intent, but in the words of an answer
bool hear_feel(Exchange& x);            // "what should it feel like?", "what should I avoid?"
void more_about_exercise(Exchange& x);  // what it should feel like, and what to avoid
const Exercise* meant_exercise(const Exchange& x);

// ---- reminders.cpp ----
void hear_reminder(Exchange& x);  // remind_* and set_timezone
bool answer_reminder(Exchange& x);
bool take_zone(Exchange& x, const std::string& zone);  // stores it and moves the reminder; true when a reminder was set by it
void set_by_the_way(Exchange& x);                      // time or zone said beside something else
void reminder_fell(Exchange& x, const ReminderFell& event);

// ---- progress.cpp ----
void show_progress(Exchange& x);
std::optional<Chart> progress_chart(const Exchange& x, const std::vector<Day>& lived);  // nothing while there is no course to see
std::string opens_next(const Exchange& x, const Progress& progress, bool with_count);

// ---- settings.cpp ----
void hear_command(Exchange& x, const std::string& name, const std::string& rest);
void hear_export(Exchange& x);
void hear_delete(Exchange& x);
bool answer_delete(Exchange& x);
void explain_why(Exchange& x);
bool plain_command(Exchange& x);  // "cancel", "privacy", … as words

// ---- small_talk.cpp ----
bool hear_distress(Exchange& x);  // somebody who needs a person before any exercise
void hear_talk(Exchange& x);      // greet, thanks, goodbye, affirm, deny, help, ask_human, out_of_scope
void not_understood(Exchange& x);
void cannot_read(Exchange& x, Unreadable::Kind kind);
void help(Exchange& x);

}  // namespace hammy::coach
