// A runner's record as JSON, for the databases and for the export that a runner keeps. Reading forgives: what is missing, of another
// shape or named by another version of Hammy reads as "not known", so that an old record never stops a conversation.
#pragma once

#include <optional>
#include <string>

#include "storage/runner.hpp"

namespace hammy {

enum class ProfileParts {
    all,
    kept_as_json,  // without the reminder, `reachable` and `joined`: the databases keep those in columns, to query them
};

std::string to_json(const Profile& profile, ProfileParts parts = ProfileParts::all);
Profile profile_from_json(const std::string& json);

std::string to_json(const Dialogue& dialogue);
Dialogue dialogue_from_json(const std::string& json);

std::string to_json(const Entry& entry);
std::optional<Entry> entry_from_json(const std::string& json);  // nothing for a kind that this version does not know

// Everything of a runner as one document that a person can read.
struct Export {
    RunnerId runner;
    std::vector<Identity> identities;
    Profile profile;
    Dialogue dialogue;
    std::vector<Entry> journal;
    struct Line {
        std::string channel;
        bool from_runner = false;
        std::chrono::sys_seconds at{};
        std::string payload;
    };
    std::vector<Line> transcript;
    struct Reply {
        std::string channel, payload, state;  // "waiting" or "undeliverable"
    };
    std::vector<Reply> outbox;
};
std::string to_json(const Export& everything);

}  // namespace hammy
