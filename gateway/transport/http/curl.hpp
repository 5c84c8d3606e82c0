// Owners of libcurl's handles. Private to this folder.
#pragma once
#include <curl/curl.h>

#include <memory>

namespace calloff::transport::http {

struct CloseEasy {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct CloseList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct CloseUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

using Easy = std::unique_ptr<CURL, CloseEasy>;
using List = std::unique_ptr<curl_slist, CloseList>;
using Url = std::unique_ptr<CURLU, CloseUrl>;

}  // namespace calloff::transport::http
