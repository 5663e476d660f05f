package io.dodil.buildsecrets.e2e.leak;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/// Values that appear nowhere by chance, with all that breaks quoting; each is remembered under the
/// name of what it is.
final class Canaries {

  private static final String LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

  private final Random random;
  private final Map<String, String> all = new LinkedHashMap<>();
  private final Map<String, String> documents = new LinkedHashMap<>();

  Canaries(long seed) {
    random = new Random(seed);
  }

  /// Letters, quotes, backslashes, letters that are no ASCII, and line breaks.
  synchronized String text(String name) {
    return known(
        name,
        letters(12)
            + "\""
            + letters(3)
            + "\\"
            + letters(3)
            + "é"
            + letters(3)
            + "ж"
            + letters(3)
            + "\n"
            + letters(12));
  }

  /// On one line, for what is refused otherwise.
  synchronized String line(String name) {
    return known(
        name,
        letters(12) + "\"" + letters(3) + "\\" + letters(3) + "é" + letters(3) + "ж" + letters(12));
  }

  /// Of printable ASCII, as OAuth demands (RFC 6749, appendix A).
  synchronized String printable(String name) {
    return known(name, letters(12) + "\"" + letters(3) + "\\" + letters(3) + "&" + letters(12));
  }

  /// Fit for a name or a header.
  synchronized String word(String name) {
    return known(name, letters(24));
  }

  /// Fit for a host's name.
  synchronized String host(String name) {
    return known(name, letters(24).toLowerCase(Locale.ROOT)) + ".test";
  }

  /// Something that came from elsewhere.
  synchronized String known(String name, String value) {
    all.put(name + "#" + all.size(), value);
    return value;
  }

  /// Of a signed token, its signature alone: the claims before it are names that stand elsewhere
  /// too, in the continue token of a list for example.
  synchronized String token(String name, String value) {
    known(name, value.substring(value.lastIndexOf('.') + 1));
    return value;
  }

  /// A text with canaries in it and much else, whose digest must not show either.
  synchronized String document(String name, String value) {
    documents.put(name + "#" + documents.size(), value);
    return value;
  }

  synchronized int size() {
    return all.size() + documents.size();
  }

  /// The names of all that are whole in this text.
  synchronized Set<String> in(String text) {
    return all.entrySet().stream()
        .filter(canary -> text.contains(canary.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  synchronized LeakSearch search() {
    var search = new LeakSearch();
    all.forEach(search::add);
    documents.forEach(search::addDocument);
    return search;
  }

  private String letters(int count) {
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }
}
