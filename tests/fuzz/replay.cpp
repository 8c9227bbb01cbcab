// Runs a fuzz target over the inputs of folders, without libFuzzer: NAME_replay FOLDER… So the seeds are read at every test run, and a
// finding can be looked at with any compiler and debugger. Prints an input's bytes and name before it runs it, and the processor's
// milliseconds after.
#include <time.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) __attribute__((weak));

namespace {
double computed_ms() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

void run(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
    std::printf("%6zu bytes  %s", bytes.size(), file.filename().c_str());
    std::fflush(stdout);
    const double start = computed_ms();
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    std::printf("  %.2f ms\n", computed_ms() - start);
}
}  // namespace

int main(int argc, char** argv) {
    if (LLVMFuzzerInitialize != nullptr) LLVMFuzzerInitialize(&argc, &argv);
    std::size_t count = 0;
    for (int i = 1; i < argc; ++i)
        for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[i]))
            if (entry.is_regular_file()) {
                run(entry.path());
                ++count;
            }
    std::printf("%zu inputs\n", count);
    return count == 0 ? 1 : 0;
}
