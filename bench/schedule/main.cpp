// ./dev bench schedule: what it costs to have many feeds, to ask, and to come back.
#include "bench/schedule/parts.hpp"

int main(int argc, char** argv) {
  using namespace calloff::bench;
  return run("calloff-bench-schedule",
             {{"jobs", measure_jobs}, {"commands", measure_commands}, {"recovery", measure_recovery}}, argc, argv);
}
