// The goods labels of an ASN as OMX prints them: a PDF, one page a line.
#pragma once
#include "simulator/omx/asns.hpp"

namespace calloff::simulator::omx {

/// Bytes of a PDF of pages of 100 x 70 mm, with the ASN's number and the part number as Code 128. Its text is ASCII:
/// names of parts are not on it.
std::string label_pdf(const Asn& asn);

}  // namespace calloff::simulator::omx
