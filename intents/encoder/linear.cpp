#include "linear.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include <omp.h>

namespace hammy::encoder {
namespace {

using Type = dnnl::memory::data_type;
using Tag = dnnl::memory::format_tag;

void run(const dnnl::primitive& primitive, const dnnl::engine& engine, const std::unordered_map<int, dnnl::memory>& arguments) {
    dnnl::stream stream(engine);
    primitive.execute(stream, arguments);
    stream.wait();
}

}  // namespace

OneThread::OneThread() : before_(omp_get_max_threads()) { omp_set_num_threads(1); }
OneThread::~OneThread() { omp_set_num_threads(before_); }

Product::Product(const dnnl::engine& engine, std::size_t in, std::size_t out, std::size_t max_rows)
    : engine_(engine), in_(static_cast<dnnl::memory::dim>(in)), out_(static_cast<dnnl::memory::dim>(out)) {
    const OneThread one_thread;
    const dnnl::memory::desc wanted = make(max_rows, {{in_, out_}, Type::s8, Tag::any}).description.weights_desc();
    const dnnl::memory::desc plain({in_, out_}, Type::s8, Tag::ab), as_stored({in_, out_}, Type::s8, Tag::ba);
    weights_ = wanted == plain ? as_stored : wanted;
    for (std::size_t rows = 1; rows <= padded(max_rows); rows = padded(rows + 1)) {
        const auto& sized = by_rows_.emplace(rows, make(rows, weights_)).first->second;
        scratch_bytes_ = std::max(scratch_bytes_, sized.description.scratchpad_desc().get_size());
    }
}

Product::Sized Product::make(std::size_t rows, const dnnl::memory::desc& weights) const {
    const auto count = static_cast<dnnl::memory::dim>(rows);
    const dnnl::matmul::desc description({{count, in_}, Type::u8, Tag::ab}, weights, {{count, out_}, Type::s32, Tag::ab});
    dnnl::primitive_attr attributes;
    attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    const dnnl::matmul::primitive_desc described(description, attributes, engine_);
    return {described, dnnl::matmul(described)};
}

dnnl::memory Product::prepare(std::span<const std::int8_t> numbers) const {
    const OneThread one_thread;
    const dnnl::memory::desc as_stored({in_, out_}, Type::s8, Tag::ba);
    dnnl::memory stored(as_stored, engine_, const_cast<std::int8_t*>(numbers.data()));
    if (weights_ == as_stored) return stored;
    dnnl::memory packed(weights_, engine_);
    run(dnnl::reorder(stored, packed), engine_, {{DNNL_ARG_FROM, stored}, {DNNL_ARG_TO, packed}});
    return packed;
}

void Product::multiply(const std::uint8_t* inputs, const dnnl::memory& weights, std::size_t rows, std::int32_t* products,
                       std::byte* scratch) const {
    const auto& [description, primitive] = by_rows_.at(padded(rows));
    const auto memory = [&](const dnnl::memory::desc& desc, const void* start) {
        return dnnl::memory(desc, engine_, const_cast<void*>(start));
    };
    run(primitive, engine_,
        {{DNNL_ARG_SRC, memory(description.src_desc(), inputs)},
         {DNNL_ARG_WEIGHTS, weights},
         {DNNL_ARG_DST, memory(description.dst_desc(), products)},
         {DNNL_ARG_SCRATCHPAD, memory(description.scratchpad_desc(), scratch)}});
}

Int8Linear::Int8Linear(const Product& product, const Linear& linear)
    : product_(product), weights_(product.prepare(linear.numbers)), out_(linear.out()), scales_(linear.scales), bias_(linear.bias) {
    for (std::size_t row = 0; row < out_; ++row) {
        const auto numbers = linear.numbers.subspan(row * linear.in(), linear.in());
        sums_.push_back(scales_[row] * static_cast<float>(std::accumulate(numbers.begin(), numbers.end(), 0)));
    }
}

}  // namespace hammy::encoder
