// The one C symbol of an adapter's shared object. It is read and checked before any C++ call is made.
#pragma once
#include <boost/version.hpp>
#include <cstdint>

#include "adapter_api/adapter.hpp"
#include "core_build_id.hpp"
#include "settings/spec.hpp"

namespace calloff::adapter_api {

inline constexpr std::uint32_t kApiVersion = 1;
inline constexpr const char* kCompiler = __VERSION__;
inline constexpr const char* kBoost = BOOST_LIB_VERSION;
#if __has_feature(address_sanitizer)
inline constexpr const char* kSanitizers = "address";
#elif __has_feature(thread_sanitizer)
inline constexpr const char* kSanitizers = "thread";
#else
inline constexpr const char* kSanitizers = "none";
#endif

/// What a repeated submission does at the customer (docs/asn-protocol.md).
/// deduplicated: it knows our key; queryable: look up, then resend; never: no automatic resend
enum class ResendClass : std::uint32_t { deduplicated, queryable, never, sends_nothing };

/// All strings are static. spec and create are C++ calls: made only after the fields before them agree.
struct Manifest {
  std::uint32_t api = kApiVersion;
  const char* compiler = kCompiler;
  const char* boost = kBoost;
  const char* sanitizers = kSanitizers;
  const char* core = nullptr;  ///< core_build_id() of the headers it was built with
  const char* name = nullptr;
  const char* version = nullptr;
  const char* summary = nullptr;
  const char* feeds = nullptr;  ///< feeds it lists, separated by spaces
  const char* kinds = nullptr;  ///< submission kinds it takes, separated by spaces
  ResendClass resend_class = ResendClass::sends_nothing;
  std::uint32_t settle_seconds = 120;  ///< how long a submission may stay invisible in the customer's own list
  const settings::Spec* (*spec)() = nullptr;
  Adapter* (*create)() = nullptr;
  void (*destroy)(Adapter*) = nullptr;
};

/// Hash of the core's public headers, set by the build.
inline constexpr const char* kCoreBuildId = CALLOFF_CORE_BUILD_ID;

}  // namespace calloff::adapter_api

/// The symbol's name; an adapter defines `extern "C" const calloff::adapter_api::Manifest calloff_adapter`.
extern "C" const calloff::adapter_api::Manifest calloff_adapter;
