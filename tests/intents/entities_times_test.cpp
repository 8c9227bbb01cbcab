// Times, days, delays, pauses and time zones.
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "intents/places.hpp"
#include "tests/intents/entities_reading.hpp"

using namespace hammy;
using namespace hammy::testing;

TEST_CASE("times of day are read as people say them") {
    check({Intent::remind_set}, {
                                    {"remind me at 6pm", "18:00"},
                                    {"remind me at 6 p.m.", "18:00"},
                                    {"remind me at 6.45am", "06:45"},
                                    {"remind me at 18:20", "18:20"},
                                    {"remind me at 18h20", "18:20"},
                                    {"remind me at 1820", "18:20"},
                                    {"remind me at 0615", "06:15"},
                                    {"ping me 815 pm", "20:15"},
                                    {"remind me at half seven in the evening", "19:30"},
                                    {"remind me at half past seven tonight", "19:30"},
                                    {"remind me at quarter to nine in the morning", "08:45"},
                                    {"remind me at a quarter past nine at night", "21:15"},
                                    {"remind me at twenty to ten in the morning", "09:40"},
                                    {"remind me at noon", "12:00"},
                                    {"midnight reminder", "00:00"},
                                    {"remind me at 7ish in the morning", "07:00"},
                                    {"remind me at seven o'clock this evening", "19:00"},
                                    {"remind me after work, at 6", "18:00"},
                                    {"remind me before work at 6", "06:00"},
                                    {"remind me at six thirty in the evening", "18:30"},
                                    {"remind me at 12 am", "00:00"},
                                    {"not 7, make it 9 in the morning", "09:00"},
                                    {"move my reminder from 7am to 9am", "09:00"},
                                    {"9pm instead of 7pm please", "21:00"},
                                });
}

TEST_CASE("a time that could be morning or evening is guessed, and open") {
    Context context;
    for (const auto* text : {"remind me at 6", "remind me at half six", "make it seven instead"}) {
        const auto x = read(text, context);
        INFO(text);
        CHECK(x.entities.time.has_value());
        CHECK(x.is_open(OpenPoint::am_or_pm));
    }
    CHECK(read("remind me at 6").entities.time->to_string() == "06:00");
    CHECK(read("remind me at 3").entities.time->to_string() == "15:00");
    for (const auto* text : {"remind me at 6am", "remind me at 18:00", "remind me at noon", "remind me at 6 in the evening"})
        CHECK_FALSE(read(text).is_open(OpenPoint::am_or_pm));
}

TEST_CASE("weekdays are named, ranged and excepted") {
    check({Intent::remind_set}, {
                                    {"remind me Mon/Wed/Fri", "mon,wed,fri"},
                                    {"remind me on mondays, wednesdays and fridays", "mon,wed,fri"},
                                    {"MWF reminder please", "mon,wed,fri"},
                                    {"remind me mon-thu", "mon,tue,wed,thu"},
                                    {"remind me saturday to monday", "mon,sat,sun"},
                                    {"remind me on weekdays", "mon,tue,wed,thu,fri"},
                                    {"weekend reminders", "sat,sun"},
                                    {"remind me daily", kEveryDay},
                                    {"remind me every single day", kEveryDay},
                                    {"remind me each evening", kEveryDay},
                                    {"remind me every day except sunday", "mon,tue,wed,thu,fri,sat"},
                                    {"remind me every day but not on tuesdays or fridays", "mon,wed,thu,sat,sun"},
                                    {"remind me tomorrow", ""},
                                    {"remind me, I sat at my desk all day", ""},
                                    {"stop the daily ones, just do thursdays", "thu"},
                                });
    for (const auto* text :
         {"remind me every other day", "every second day please", "remind me three times a week", "alternate mornings"}) {
        const auto x = read(text);
        INFO(text);
        CHECK(x.is_open(OpenPoint::days_unnameable));
        CHECK_FALSE(x.entities.days.has_value());
    }
}

TEST_CASE("a delay is minutes") {
    check({Intent::remind_snooze}, {
                                       {"in two hours", "120 min"},
                                       {"gimme 25 mins", "25 min"},
                                       {"half an hour", "30 min"},
                                       {"in an hour and a half", "90 min"},
                                       {"three quarters of an hour", "45 min"},
                                       {"1h30", "90 min"},
                                       {"2 hrs 15 min", "135 min"},
                                       {"a couple of hours", "120 min"},
                                       {"snooze 40", "40 min"},
                                       {"ask me again in 25", "25 min"},
                                       {"ten more minutes", "10 min"},
                                       {"give me a minute", ""},
                                       {"I drove 3 hours ago, in 20 min please", "20 min"},
                                   });
}

TEST_CASE("a pause is days, counted from today where it names its end") {
    check({Intent::remind_pause}, {
                                      {"pause for a week", "7 days"},
                                      {"pause for a fortnight", "14 days"},
                                      {"no pings for the next 12 days", "12 days"},
                                      {"mute for a couple of weeks", "14 days"},
                                      {"away for a month", "30 days"},
                                      {"pause until Friday", "2 days"},
                                      {"pause till monday", "5 days"},
                                      {"pause until the 20th", "8 days"},
                                      {"pause until 3 July", "21 days"},
                                      {"quiet till tomorrow", "1 days"},
                                      {"nothing until next week please", "7 days"},
                                      {"I ran 10 days ago, pause for 4 days", "4 days"},
                                  });
    CHECK_FALSE(read("pause until Friday").entities.duration_days.has_value());  // no today, no count
    CHECK(read("pause until Friday").has_duration);
}

TEST_CASE("a time zone comes from a city, a country with one zone, an abbreviation or its name") {
    check({Intent::set_timezone}, {
                                      {"I live in Munich", "Europe/Berlin"},
                                      {"i'm in são paulo", "America/Sao_Paulo"},
                                      {"moved to Hyderabad last week", "Asia/Kolkata"},
                                      {"I'm in Kenya", "Africa/Nairobi"},
                                      {"my timezone is america/los_angeles", "America/Los_Angeles"},
                                      {"set it to Europe/Vienna", "Europe/Vienna"},
                                      {"eastern time", "America/New_York"},
                                      {"I'm on AEST", "Australia/Sydney"},
                                      {"time zone: PST", "America/Los_Angeles"},
                                      {"Cape Town time please", "Africa/Johannesburg"},
                                      {"Lima", "America/Lima"},
                                      {"I'm not in Oslo anymore, I'm in Athens", "Europe/Athens"},
                                      {"moved from Rome to Lisbon", "Europe/Lisbon"},
                                      {"I live in Reading", "Europe/London"},
                                      {"St. Louis here", "America/Chicago"},
                                      {"GMT+3", "Etc/GMT-3"},
                                  });
    for (const auto* text : {"I'm in the USA", "I live in Australia", "my timezone is CST", "I'm in Texas"}) {
        const auto x = read(text);
        INFO(text);
        CHECK(x.is_open(OpenPoint::time_zone));
        CHECK_FALSE(x.entities.timezone.has_value());
    }
    CHECK_FALSE(read("grumpy since Boston").has_zone);
    CHECK_FALSE(read("reading a book on the couch").entities.timezone.has_value());
    CHECK(read("I live in Leeds").has_zone);
}

TEST_CASE("a clock that is told is the runner's own") {
    const auto x = read("it's 9:40 here");
    CHECK(x.local_clock->to_string() == "09:40");
    CHECK(x.is_open(OpenPoint::local_clock));
    CHECK_FALSE(x.entities.time.has_value());
    CHECK(read("my clock says 15:05").local_clock->to_string() == "15:05");
    CHECK_FALSE(read("remind me at 9:40").local_clock.has_value());
}

TEST_CASE("more ways to say when, how long and where") {
    check({Intent::remind_set}, {
                                    {"remind me 8 in the evening on M/W/F", "20:00 | mon,wed,fri"},
                                    {"daily reminder 20h", "20:00 | mon,tue,wed,thu,fri,sat,sun"},
                                    {"set it for ten to eight am", "07:50"},
                                    {"at 8 sharp pm", "20:00"},
                                    {"ten fifteen am", "10:15"},
                                });
    check({Intent::remind_snooze}, {
                                       {"in 3/4 of an hour", "45 min"},
                                       {"1 hr 25", "85 min"},
                                       {"in 15", "15 min"},
                                       {"give me 25", "25 min"},
                                   });
    check({Intent::remind_pause}, {
                                      {"pause me for a month and a half", "45 days"},
                                      {"skip reminders for 72 hours", "3 days"},
                                  });
    check({Intent::set_timezone}, {
                                      {"based in LA", "America/Los_Angeles"},
                                      {"I live in Portland, Maine", "America/New_York"},
                                      {"Manchester, New Hampshire", "America/New_York"},
                                  });
    CHECK_FALSE(read("in an hour, bath time for the kids").has_zone);
    CHECK_FALSE(read("you pinged me at 3am!!").has_time_of_day);
    CHECK(read("half past six in the evening please").nothing_else);
    CHECK_FALSE(read("half past six, then football").nothing_else);
    CHECK(read("New Zealand").bare_place);
}

TEST_CASE("the pack's own places and exercise words have no mistakes, and mistakes are named with their line") {
    const auto pack = load_pack(HAMMY_PACK);
    for (const auto& error : check_entity_words(pack.programme)) FAIL_CHECK(error.place << ": " << error.message);

    const auto folder = std::filesystem::temp_directory_path() / ("hammy-places-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "places.yaml") << "zones:\n  Europe/Berlin: [Berlin]\n  Europe/Atlantis: [Atlantis, Berlin]\n";
    std::ofstream(folder / "exercise_words.yaml") << "wall_brigde:\n  - wall one\n";
    Programme programme;
    programme.folder = folder;
    const auto errors = check_entity_words(programme);
    REQUIRE(errors.size() == 3);
    CHECK(errors[0].place == "places.yaml:3");
    CHECK(errors[0].message.find("Europe/Atlantis") != std::string::npos);
    CHECK(errors[1].message.find("twice") != std::string::npos);
    CHECK(errors[2].place == "exercise_words.yaml:1");
    std::filesystem::remove_all(folder);
}

TEST_CASE("a broken places file leaves a reader without places, and is reported") {
    const auto file = std::filesystem::temp_directory_path() / ("hammy-places-" + std::to_string(::getpid()) + ".yaml");
    std::ofstream(file) << "zones: [unclosed\n";
    const auto places = Places::load(file);
    CHECK(places.size() == 0);
    CHECK(places.errors().size() == 1);
    std::filesystem::remove(file);
}
