#include "present/bucket_heading.hpp"

namespace calloff::present {

std::string bucket_heading(model::Bucket bucket, LocalDate start) {
  const auto date = to_string(start);
  switch (bucket) {
    case model::Bucket::past_due:
      return "PAST DUE";
    case model::Bucket::day:
      return date.substr(5);
    case model::Bucket::week:
      return "wk " + date.substr(5);
    case model::Bucket::month:
      break;
  }
  return date.substr(0, 7);
}

std::string bucket_member(model::Bucket bucket, LocalDate start) {
  return std::string(model::to_string(bucket)) + to_string(start);
}

}  // namespace calloff::present
