#include "formats/container/library/message.hpp"
#include "formats/container/library/zip.hpp"

extern "C" const calloff::formats::Containers* calloff_containers();

const calloff::formats::Containers* calloff_containers() {
  static const calloff::formats::Containers kContainers{&calloff::formats::open_zip, &calloff::formats::read_message};
  return &kContainers;
}
