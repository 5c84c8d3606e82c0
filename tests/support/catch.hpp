// The one include of Catch2, so that a change of its major version is one line.
#pragma once
#include <catch2/catch.hpp>
