// Every limit of Hammy's edges: its unit in the name, why it stands, and what the other side sees when it is met.
#pragma once

#include <chrono>
#include <cstddef>

namespace hammy {

using namespace std::chrono_literals;

// ---- HTTP server ----
// Browsers and Telegram stay far below; more is an attack or a mistake. Seen as: 431, connection closed.
inline constexpr std::size_t kHeaderBytesMax = 16 * 1024;
// A Telegram update is a few KB; 1 MB leaves room for every platform's batches. Seen as: 413, connection closed.
inline constexpr std::size_t kBodyBytesMax = 1024 * 1024;
// Telegram opens at most 100 webhook connections; the rest are browsers. Seen as: 503 at once, connection closed.
inline constexpr std::size_t kConnectionsMax = 4096;
// A request must arrive whole within this time of its first byte (slow loris). Seen as: connection closed.
inline constexpr auto kRequestArrivesWithin = 15s;
// A kept connection without a request. Seen as: the connection is closed.
inline constexpr auto kIdleConnectionMax = 75s;
// A reader that takes nothing of our answer. Seen as: the connection is closed.
inline constexpr auto kResponseTakenWithin = 15s;
// How long a refused sender may go on sending, so that it can read why it was refused.
inline constexpr auto kLingerMax = 2s;
inline constexpr std::size_t kLingerBytesMax = 8 * 1024 * 1024;

// ---- WebSocket ----
// A chat message is 4,096 characters at most. Seen as: close 1009 (message too big).
inline constexpr std::size_t kWebSocketMessageBytesMax = 32 * 1024;
// Messages that wait for a slow reader. Seen as: connection closed; the page reconnects and reads its transcript.
inline constexpr std::size_t kWebSocketQueueMax = 256;
// Pings are sent at half of this. Seen as: connection closed.
inline constexpr auto kWebSocketIdleMax = 60s;

// ---- web chat ----
// Messages of one open page: a burst, then a steady pace far above anybody's typing. Seen as: the next one is read a little later.
inline constexpr int kWebBurst = 20;
inline constexpr auto kWebPace = 500ms;  // one message each, once the burst is used up
// Open pages (tabs) of one conversation. Seen as: 429; the page tries again later.
inline constexpr std::size_t kWebSocketsPerChatMax = 12;
// Transcript lines sent in one frame; a long history comes in several.
inline constexpr int kWebLinesPerFrameMax = 200;

// ---- messages ----
// Telegram's own limit, and plenty for describing what hurts. Seen as: the rest is not read.
inline constexpr std::size_t kTextBytesMax = 16 * 1024;
// Updates of one chat that wait for their turn. Seen as: 503 with Retry-After (webhook), "too fast" (web).
inline constexpr std::size_t kChatQueueMax = 64;
// Updates in work at once, over all chats: what keeps memory flat under overload. Seen as: 503 with Retry-After.
inline constexpr std::size_t kUpdatesInWorkMax = 2000;
// Messages that wait for the sentence encoder; above it the lexical reader answers alone. Seen as: nothing.
inline constexpr std::size_t kEncoderQueueMax = 64;
// Charts that wait to be drawn. Seen as: the words without the picture (Telegram), 503 for the picture (web).
inline constexpr std::size_t kPicturesWaitingMax = 64;
// Runners kept in memory after their turn, so that the next turn needs no read.
inline constexpr std::size_t kRunnersCachedMax = 2048;
inline constexpr std::size_t kCachedEntriesMax = 100'000;

// Messages whose turn is remembered, so that an edit corrects the right entries. Older ones are found by their time.
inline constexpr std::size_t kMessagesRememberedMax = 10'000;

// ---- the store's thread ----
// Calls that wait for the store; reads are refused at this, commits and the rest at twice this. Seen as: 503 with Retry-After.
inline constexpr std::size_t kStoreQueueMax = 4096;
// Calls taken from the queue at once; their turns share one transaction. More gains little and makes everybody wait longer.
inline constexpr std::size_t kStoreBatchMax = 256;
// With so many calls a millisecond, the thread waits for more to share a transaction with, looking again after each step while more come.
inline constexpr double kStoreGatherFromPerMs = 3;
inline constexpr auto kStoreGatherStep = 250us;
inline constexpr auto kStoreGatherMax = 1ms;
inline constexpr std::size_t kStoreGatherUpTo = 64;

// ---- leaving ----
// After SIGTERM: how long answers in the making may take, and then the replies on the wire.
inline constexpr auto kDrainMax = 10s;

// ---- HTTP client ----
inline constexpr auto kConnectWithin = 10s;
inline constexpr auto kWriteWithin = 20s;
inline constexpr auto kReadWithin = 30s;
inline constexpr std::size_t kClientResponseBytesMax = 8 * 1024 * 1024;  // getUpdates answers with 4 MiB at most
inline constexpr auto kIdleClientConnectionMax = 50s;
inline constexpr std::size_t kIdleClientConnectionsMax = 32;

// ---- outbox ----
inline constexpr std::size_t kOutboxHeldMax = 2'000;  // rows in memory (4 KB each, with their chats); the rest waits in the store
inline constexpr std::size_t kOutboxSendsAtOnceMax = 32;
inline constexpr int kOutboxAttemptsMax = 300;  // at most five minutes apart: a platform may be down for a day. Seen as: dead letter
inline constexpr auto kBackOffFirst = 1s;
inline constexpr auto kBackOffMax = 300s;

// ---- reminders ----
inline constexpr int kRemindersAtOnce = 500;
inline constexpr auto kReminderLookMax = 20s;  // the loop looks at least this often, whatever it believes to be next

// ---- housekeeping ----
// Telegram redelivers for a day, Meta for seven.
inline constexpr auto kSeenKept = std::chrono::hours(24 * 8);

}  // namespace hammy
