#pragma once
// The process_* metrics, read from /proc at each scrape: about 50 µs and a few descriptors for a
// moment. A file that cannot be read leaves its metrics out.

#include "server/metrics.h"

namespace promgate {

void ScrapeProcess(Scrape& scrape);

}  // namespace promgate
