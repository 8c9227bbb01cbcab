#pragma once

#include "kernels.hpp"
#include "weights.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include <oneapi/dnnl/dnnl.hpp>

namespace hammy::encoder {

// Keeps oneDNN (whose Debian build runs on OpenMP) to the calling thread while it lives.
class OneThread {
public:
    OneThread();
    ~OneThread();
    OneThread(const OneThread&) = delete;
    OneThread& operator=(const OneThread&) = delete;

private:
    int before_;
};

// u8 [rows][in] × s8 [out][in] → s32 [rows][out] for one pair (in, out) and any number of rows up to a limit. oneDNN's
// primitives are made here, once; the sums are exact on every instruction set (see the note on pairs in weights.hpp).
// Runs on: any thread at once, each with its own scratch; nothing changes after construction.
class Product {
public:
    Product(const dnnl::engine& engine, std::size_t in, std::size_t out, std::size_t max_rows);

    // The weights as the primitives want them. Where that is their plain order, a view of `numbers`, which must live on.
    dnnl::memory prepare(std::span<const std::int8_t> numbers) const;

    // `inputs` and `products` have room for padded(rows) rows, `scratch` for scratch_bytes(), aligned to 64.
    void multiply(const std::uint8_t* inputs, const dnnl::memory& weights, std::size_t rows, std::int32_t* products,
                  std::byte* scratch) const;

    std::size_t scratch_bytes() const { return scratch_bytes_; }

    // The number of rows that are computed for this many: exact where most messages lie, coarser above.
    static std::size_t padded(std::size_t rows) { return rows <= 32 ? rows : (rows + 7) / 8 * 8; }

private:
    struct Sized {
        dnnl::matmul::primitive_desc description;
        dnnl::matmul primitive;
    };
    Sized make(std::size_t rows, const dnnl::memory::desc& weights) const;

    dnnl::engine engine_;
    dnnl::memory::dim in_, out_;
    dnnl::memory::desc weights_;
    std::map<std::size_t, Sized> by_rows_;
    std::size_t scratch_bytes_ = 0;
};

// One linear layer: its weights where the product wants them, and what turns the sums back into values.
class Int8Linear {
public:
    Int8Linear(const Product& product, const Linear& linear);

    std::size_t out() const { return out_; }
    const Product& product() const { return product_; }
    const dnnl::memory& weights() const { return weights_; }
    kernels::Channels channels() const { return {scales_.data(), sums_.data(), bias_.data()}; }

private:
    const Product& product_;
    dnnl::memory weights_;
    std::size_t out_;
    std::span<const float> scales_, bias_;
    std::vector<float> sums_;
};

}  // namespace hammy::encoder
