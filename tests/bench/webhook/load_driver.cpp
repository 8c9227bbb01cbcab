// Sends Telegram updates over keep-alive connections, one thread, and prints what came back as one line of JSON.
//
//     load_driver --port P [--path /telegram/webhook] [--secret S] [--connections 64] [--seconds 5] [--warm-up 1]
//                 [--rate R]                  open loop: R updates a second, each timed from when it was due, so that no wait is left out
//                 [--chats 1000000] [--active 2000] [--first-update 1] [--conversations FILE]
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <deque>
#include <map>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include "tests/bench/webhook/conversations.hpp"
#include "tests/bench/webhook/histogram.hpp"

namespace {
using Clock = std::chrono::steady_clock;

struct Options {
    std::map<std::string, std::string> given;
    std::string text(const std::string& name, const std::string& otherwise) const {
        const auto found = given.find(name);
        return found == given.end() ? otherwise : found->second;
    }
    double number(const std::string& name, double otherwise) const {
        const auto found = given.find(name);
        return found == given.end() ? otherwise : std::stod(found->second);
    }
};

void require(bool fine, const char* step) {
    if (!fine) throw std::system_error(errno, std::generic_category(), step);
}

int connect_to(int port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    require(socket >= 0, "socket");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    require(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0, "connect");
    const int yes = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
    return socket;
}

struct Connection {
    int socket = -1;
    Chats::Turn turn;
    Clock::time_point began;
    std::string received;
};

// Length of the whole answer at the start of `bytes`; 0 while it is not all there.
std::size_t answer_length(std::string_view bytes) {
    const auto head = bytes.find("\r\n\r\n");
    if (head == std::string_view::npos) return 0;
    static constexpr std::string_view kName = "\r\ncontent-length:";
    const auto same = [](char a, char b) { return (a | ((a >= 'A' && a <= 'Z') ? 32 : 0)) == b; };
    const auto found = std::search(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(head), kName.begin(), kName.end(), same);
    std::size_t length = 0;
    if (found != bytes.begin() + static_cast<std::ptrdiff_t>(head)) {
        auto at = static_cast<std::size_t>(found - bytes.begin()) + kName.size();
        while (bytes[at] == ' ') ++at;
        std::from_chars(bytes.data() + at, bytes.data() + bytes.size(), length);
    } else if (bytes.find("chunked") < head) {
        const auto end = bytes.find("\r\n0\r\n\r\n", head + 2);
        return end == std::string_view::npos ? 0 : end + 7;
    }
    return bytes.size() >= head + 4 + length ? head + 4 + length : 0;
}

class Driver {
public:
    explicit Driver(const Options& options)
        : options_(options),
          chats_(load_conversations(options.text("conversations", HAMMY_SOURCE "/tests/bench/webhook/conversations.txt")),
                 static_cast<std::int64_t>(options.number("chats", 1'000'000)), static_cast<std::size_t>(options.number("active", 2'000))),
          update_(static_cast<std::int64_t>(options.number("first-update", 1))),
          rate_(options.number("rate", 0)) {
        head_ = "POST " + options.text("path", "/telegram/webhook") + " HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip, deflate\r\n";
        head_ += "X-Telegram-Bot-Api-Secret-Token: " + options.text("secret", "none") + "\r\nContent-Type: application/json\r\n";
        epoll_ = ::epoll_create1(0);
        timer_ = ::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
        require(epoll_ >= 0 && timer_ >= 0, "epoll");
        watch(timer_, nullptr);
        connections_.resize(static_cast<std::size_t>(options.number("connections", 64)));
        for (auto& connection : connections_) {
            connection.socket = connect_to(static_cast<int>(options.number("port", 8080)));
            watch(connection.socket, &connection);
            free_.push_back(&connection);
        }
    }

    void run() {
        const auto began = Clock::now();
        counts_from_ = began + seconds(options_.number("warm-up", 1));
        ends_ = counts_from_ + seconds(options_.number("seconds", 5));
        next_due_ = began;
        while (Clock::now() < ends_) {
            send_what_is_due();
            wait();
        }
    }

    void print() const {
        const double length = options_.number("seconds", 5);
        std::printf(
            "{\"per_second\":%.1f,\"ok\":%lu,\"refused\":%lu,\"failed\":%lu,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"p999_ms\":%.3f,"
            "\"max_ms\":%.3f,\"late\":%zu,\"next_update\":%lld}\n",
            static_cast<double>(times_.total()) / length, static_cast<unsigned long>(times_.total()), refused_, failed_,
            milliseconds(times_.percentile(0.5)), milliseconds(times_.percentile(0.99)), milliseconds(times_.percentile(0.999)),
            milliseconds(times_.longest()), due_.size(), static_cast<long long>(update_));
    }

private:
    static Clock::duration seconds(double count) {
        return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(count));
    }
    static double milliseconds(std::uint64_t micros) { return static_cast<double>(micros) / 1000; }

    void watch(int file, Connection* connection) {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.ptr = connection;
        require(::epoll_ctl(epoll_, EPOLL_CTL_ADD, file, &event) == 0, "epoll_ctl");
    }

    void send_what_is_due() {
        const auto now = Clock::now();
        if (rate_ == 0) {
            while (!free_.empty() && !chats_.empty()) send(now);
            return;
        }
        for (; next_due_ <= now; next_due_ += seconds(1 / rate_)) due_.push_back(next_due_);
        while (!due_.empty() && !free_.empty() && !chats_.empty()) {
            send(due_.front());
            due_.pop_front();
        }
    }

    void send(Clock::time_point began) {
        Connection& connection = *free_.back();
        free_.pop_back();
        connection.turn = chats_.take();
        connection.began = began;
        chats_.compose(connection.turn, update_++, std::time(nullptr), body_);
        request_.assign(head_).append("Content-Length: ").append(std::to_string(body_.size())).append("\r\n\r\n").append(body_);
        require(::send(connection.socket, request_.data(), request_.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request_.size()), "send");
    }

    void wait() {
        if (rate_ > 0) {  // no finer than this: the driver shares the machine with what it measures
            const auto until = std::max<Clock::duration>(next_due_ - Clock::now(), std::chrono::microseconds(200));
            itimerspec when{};
            when.it_value.tv_nsec = std::min<std::int64_t>(std::chrono::nanoseconds(until).count(), 999'999'999);
            ::timerfd_settime(timer_, 0, &when, nullptr);
        }
        std::array<epoll_event, 512> events;
        const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 200);
        for (int i = 0; i < count; ++i) {
            if (auto* connection = static_cast<Connection*>(events[static_cast<std::size_t>(i)].data.ptr)) {
                receive(*connection);
            } else {
                std::uint64_t ticks;
                [[maybe_unused]] const auto got = ::read(timer_, &ticks, sizeof(ticks));
            }
        }
    }

    void receive(Connection& connection) {
        const auto got = ::recv(connection.socket, chunk_.data(), chunk_.size(), 0);
        if (got <= 0) throw std::runtime_error("the server closed a connection");
        connection.received.append(chunk_.data(), static_cast<std::size_t>(got));
        const auto length = answer_length(connection.received);
        if (length == 0) return;
        const bool counted = Clock::now() >= counts_from_ && Clock::now() < ends_;
        const std::string_view status = std::string_view(connection.received).substr(9, 3);
        if (status == "200") {
            if (counted)
                times_.add(static_cast<std::uint64_t>(
                    std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - connection.began).count()));
            chats_.answered(connection.turn);
        } else {
            if (counted) ++(status == "503" ? refused_ : failed_);
            chats_.refused(connection.turn);
        }
        connection.received.erase(0, length);
        free_.push_back(&connection);
    }

    const Options& options_;
    Chats chats_;
    std::int64_t update_;
    double rate_;
    std::string head_, body_, request_;
    std::array<char, 65536> chunk_;
    int epoll_ = -1, timer_ = -1;
    std::vector<Connection> connections_;
    std::vector<Connection*> free_;
    std::deque<Clock::time_point> due_;
    Clock::time_point counts_from_, ends_, next_due_;
    Histogram times_;
    unsigned long refused_ = 0, failed_ = 0;
};
}  // namespace

int main(int argc, char** argv) {
    Options options;
    for (int i = 1; i + 1 < argc; i += 2) options.given[std::string(argv[i]).substr(2)] = argv[i + 1];
    try {
        Driver driver(options);
        driver.run();
        driver.print();
    } catch (const std::exception& e) {
        std::fprintf(stderr, "load_driver: %s\n", e.what());
        return 1;
    }
}
