#pragma once
// Expected documents: files that tests compare with, and rewrite when told to (`make golden`).

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace promgate {

// The source tree, as an absolute path.
std::string SourceFolder();

// The content of a file of the source tree ("tests/testdata/rules/x.in.yaml"); the test fails when
// there is none.
std::string ReadSource(const std::string& path);

// The files in a folder of the source tree whose names end with `suffix`, as paths, sorted.
std::vector<std::string> ListSources(const std::string& folder, std::string_view suffix);

// Whether `got` is what the file says; else says how it differs, line by line. With
// PROMGATE_UPDATE=1 in the environment the file is rewritten instead.
testing::AssertionResult MatchesGolden(const std::string& path, const std::string& got);

}  // namespace promgate
