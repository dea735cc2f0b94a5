#include "base/unicode_classes.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace promgate {
namespace {

// clang-format off
// Unicode 15.0, sorted for binary search.
constexpr std::string_view kCategories[] = {
    "C", "Cc", "Cf", "Cn", "Co", "Cs", "L", "LC", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me",
    "Mn", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "S", "Sc", "Sk",
    "Sm", "So", "Z", "Zl", "Zp", "Zs"};

constexpr std::string_view kScripts[] = {
    "Adlam", "Ahom", "Anatolian_Hieroglyphs", "Arabic", "Armenian", "Avestan", "Balinese",
    "Bamum", "Bassa_Vah", "Batak", "Bengali", "Bhaiksuki", "Bopomofo", "Brahmi", "Braille",
    "Buginese", "Buhid", "Canadian_Aboriginal", "Carian", "Caucasian_Albanian", "Chakma",
    "Cham", "Cherokee", "Chorasmian", "Common", "Coptic", "Cuneiform", "Cypriot",
    "Cypro_Minoan", "Cyrillic", "Deseret", "Devanagari", "Dives_Akuru", "Dogra", "Duployan",
    "Egyptian_Hieroglyphs", "Elbasan", "Elymaic", "Ethiopic", "Georgian", "Glagolitic",
    "Gothic", "Grantha", "Greek", "Gujarati", "Gunjala_Gondi", "Gurmukhi", "Han", "Hangul",
    "Hanifi_Rohingya", "Hanunoo", "Hatran", "Hebrew", "Hiragana", "Imperial_Aramaic",
    "Inherited", "Inscriptional_Pahlavi", "Inscriptional_Parthian", "Javanese", "Kaithi",
    "Kannada", "Katakana", "Kawi", "Kayah_Li", "Kharoshthi", "Khitan_Small_Script", "Khmer",
    "Khojki", "Khudawadi", "Lao", "Latin", "Lepcha", "Limbu", "Linear_A", "Linear_B", "Lisu",
    "Lycian", "Lydian", "Mahajani", "Makasar", "Malayalam", "Mandaic", "Manichaean", "Marchen",
    "Masaram_Gondi", "Medefaidrin", "Meetei_Mayek", "Mende_Kikakui", "Meroitic_Cursive",
    "Meroitic_Hieroglyphs", "Miao", "Modi", "Mongolian", "Mro", "Multani", "Myanmar",
    "Nabataean", "Nag_Mundari", "Nandinagari", "New_Tai_Lue", "Newa", "Nko", "Nushu",
    "Nyiakeng_Puachue_Hmong", "Ogham", "Ol_Chiki", "Old_Hungarian", "Old_Italic",
    "Old_North_Arabian", "Old_Permic", "Old_Persian", "Old_Sogdian", "Old_South_Arabian",
    "Old_Turkic", "Old_Uyghur", "Oriya", "Osage", "Osmanya", "Pahawh_Hmong", "Palmyrene",
    "Pau_Cin_Hau", "Phags_Pa", "Phoenician", "Psalter_Pahlavi", "Rejang", "Runic", "Samaritan",
    "Saurashtra", "Sharada", "Shavian", "Siddham", "SignWriting", "Sinhala", "Sogdian",
    "Sora_Sompeng", "Soyombo", "Sundanese", "Syloti_Nagri", "Syriac", "Tagalog", "Tagbanwa",
    "Tai_Le", "Tai_Tham", "Tai_Viet", "Takri", "Tamil", "Tangsa", "Tangut", "Telugu", "Thaana",
    "Thai", "Tibetan", "Tifinagh", "Tirhuta", "Toto", "Ugaritic", "Vai", "Vithkuqi", "Wancho",
    "Warang_Citi", "Yezidi", "Yi", "Zanabazar_Square"};

// Long names of categories, spelled as LooseSpelling leaves them.
struct Alias {
  std::string_view name, category;
};
constexpr Alias kAliases[] = {
    {"Casedletter", "LC"}, {"Closepunctuation", "Pe"}, {"Cntrl", "Cc"}, {"Combiningmark", "M"},
    {"Connectorpunctuation", "Pc"}, {"Control", "Cc"}, {"Currencysymbol", "Sc"},
    {"Dashpunctuation", "Pd"}, {"Decimalnumber", "Nd"}, {"Digit", "Nd"}, {"Enclosingmark",
    "Me"}, {"Finalpunctuation", "Pf"}, {"Format", "Cf"}, {"Initialpunctuation", "Pi"},
    {"Letter", "L"}, {"Letternumber", "Nl"}, {"Lineseparator", "Zl"}, {"Lowercaseletter", "Ll"},
    {"Mark", "M"}, {"Mathsymbol", "Sm"}, {"Modifierletter", "Lm"}, {"Modifiersymbol", "Sk"},
    {"Nonspacingmark", "Mn"}, {"Number", "N"}, {"Openpunctuation", "Ps"}, {"Other", "C"},
    {"Otherletter", "Lo"}, {"Othernumber", "No"}, {"Otherpunctuation", "Po"}, {"Othersymbol",
    "So"}, {"Paragraphseparator", "Zp"}, {"Privateuse", "Co"}, {"Punct", "P"}, {"Punctuation",
    "P"}, {"Separator", "Z"}, {"Spaceseparator", "Zs"}, {"Spacingmark", "Mc"}, {"Surrogate",
    "Cs"}, {"Symbol", "S"}, {"Titlecaseletter", "Lt"}, {"Unassigned", "Cn"}, {"Uppercaseletter",
    "Lu"}};
// clang-format on

// The list's own copy of `name`; empty when it is not there.
template <size_t kSize>
std::string_view FindIn(const std::string_view (&list)[kSize], std::string_view name) {
  const auto* found = std::lower_bound(std::begin(list), std::end(list), name);
  return found != std::end(list) && *found == name ? *found : std::string_view();
}

std::string_view FindExact(std::string_view name) {
  if (name == "Any") return "Any";
  const std::string_view category = FindIn(kCategories, name);
  return category.empty() ? FindIn(kScripts, name) : category;
}

// One capital, then small letters; blanks, hyphens and underscores left out.
std::string LooseSpelling(std::string_view name) {
  std::string out;
  for (char c : name) {
    if (c == '_' || c == '-' || c == ' ') continue;
    const bool first = out.empty();
    if (first && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (!first && c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    out.push_back(c);
  }
  return out;
}

}  // namespace

std::string_view FindUnicodeClass(std::string_view name, UnicodeNames names) {
  if (names == UnicodeNames::kExact) return FindExact(name);
  constexpr size_t kLongest = 64;
  if (name.size() > kLongest) return {};
  const std::string loose = LooseSpelling(name);
  // Names that are not spelled like the others.
  constexpr Alias kSpecial[] = {{"Ascii", "ASCII"}, {"Assigned", "Assigned"}, {"Lc", "LC"}};
  for (const Alias& special : kSpecial) {
    if (special.name == loose) return special.category;
  }
  // Scripts of two words are kept with an underscore, so a loose spelling never finds them: Go's
  // own oversight, and what it refuses does not load.
  const std::string_view exact = FindExact(loose);
  if (!exact.empty()) return exact;
  for (const Alias& alias : kAliases) {
    if (alias.name == loose) return alias.category;
  }
  return {};
}

}  // namespace promgate
