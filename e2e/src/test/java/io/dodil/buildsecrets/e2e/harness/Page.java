package io.dodil.buildsecrets.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A page of the documentation, whose commands are run as they stand there.
///
/// @param file relative to the root of the repository
public record Page(Path file, String text) {

  private static final Path ROOT = Path.of("..");
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^ {4,}((?:\\./|make |mvn |java |kubectl |helm |kind |skopeo ).*)$");
  private static final Pattern INLINE = Pattern.compile("`((?:make|mvn) [^`]+)`");

  public static Page of(String file) {
    try {
      return new Page(Path.of(file), Files.readString(ROOT.resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Every page that a person is expected to read.
  public static Stream<Page> all() {
    return Stream.of(
            files("", 1),
            files("docs", 2),
            files("examples", 9),
            files("helm", 2),
            files("sandbox", 1))
        .flatMap(List::stream)
        .map(Page::of);
  }

  private static List<String> files(String folder, int depth) {
    try (var files = Files.find(ROOT.resolve(folder), depth, (_, found) -> found.isRegularFile())) {
      return files
          .map(file -> ROOT.relativize(file).toString())
          .filter(file -> file.endsWith(".md"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The indented lines below the line that ends with, or has, that text.
  public String block(String after) {
    var block =
        Pattern.compile(Pattern.quote(after) + "[^\n]*\n\n((?: {4}[^\n]*\n)+)").matcher(text);
    if (!block.find()) {
      throw new IllegalStateException("%s has no lines below: %s".formatted(file, after));
    }
    return block.group(1);
  }

  /// The commands in its blocks, without comments; lines that go on are joined.
  public List<String> commands() {
    return matches(COMMAND, text.replace("\\\n", " "));
  }

  /// The commands in its sentences.
  public List<String> inlineCommands() {
    return matches(INLINE, text.replace("\n", " "));
  }

  private static List<String> matches(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(1).replaceFirst(" +# .*", "").replaceAll(" +", " ").strip())
        .toList();
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
